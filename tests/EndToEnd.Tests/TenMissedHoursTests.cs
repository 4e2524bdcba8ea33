using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Testing;

namespace EndToEnd.Tests;

/// <summary>The ingress is down for ten hours and Stripe gives up; one command brings in all that was missed.</summary>
[Collection(OneSystem.Name)]
public sealed partial class TenMissedHoursTests(RunningSystem system)
{
    private const int Payments = 50;
    private const int PackCredits = 100;
    private const int PackCents = 500;

    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task BackfillHealsFiftyPayments_AndFindsNothingTheSecondTime()
    {
        var users = Enumerable.Range(0, Payments / 5).Select(_ => RunningSystem.NewUser()).ToList();
        await system.DevAsync("kill", "ingress");
        for (var payment = 0; payment < Payments; payment++)
        {
            await PayAsync(users[payment % users.Count]);
        }
        await GiveUpAsync();
        await system.DevAsync("clock", "+10h");
        await system.RestartAsync("ingress");

        var first = Report(await system.DevAsync("backfill", "--since", "12h"));
        await Eventually.Async(async () => Assert.Equal(Payments, await GrantsOfAsync(users)), Recovery);
        await Eventually.Async(async () => Assert.Equal(Payments, await PaidAndGrantedAsync(users)), Recovery);
        var second = Report(await system.DevAsync("backfill", "--since", "12h"));

        // Stripe's list also has what the scenarios before this one did, and an outage of theirs may have been missed too.
        Assert.True(first.Missed >= Payments, $"{first}");
        Assert.Equal((first.Missed, 0), (first.Healed, first.Failed));
        Assert.Equal((0, 0, 0), (second.Missed, second.Healed, second.Failed));
        Assert.True(second.LookedAt >= Payments, $"{second}");
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task WithoutAnIngress_BackfillSaysSo_AndLosesNothing()
    {
        var user = RunningSystem.NewUser();
        await system.DevAsync("kill", "ingress");
        await PayAsync(user);
        await GiveUpAsync();

        var (exitCode, output) = await system.TryDevAsync("backfill", "--since", "1h");
        await system.RestartAsync("ingress");
        await system.DevAsync("backfill", "--since", "1h");

        Assert.True(exitCode == 1, output);
        Assert.Contains("Not finished: the ingress can't be reached", output, StringComparison.Ordinal);
        await Eventually.Async(async () => Assert.Equal(1, await GrantsOfAsync([user])), Recovery);
        await system.AssertSoundAsync();
    }

    private async Task PayAsync(string user)
    {
        using var answer = await system.SendAsync(HttpMethod.Post, "/purchase", await system.TokenAsync(user), new { package = "small" });
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        var purchase = await answer.Content.ReadFromJsonAsync<JsonElement>();
        using var confirmation = new HttpRequestMessage(
            HttpMethod.Post,
            $"{system.Setting("STRIPE_API_BASE")}/v1/payment_intents/{purchase.GetProperty("paymentIntentId").GetString()}/confirm");
        confirmation.Headers.Authorization = new AuthenticationHeaderValue("Bearer", system.Setting("STRIPE_SECRET_KEY"));
        confirmation.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["payment_method"] = "pm_card_visa",
            ["return_url"] = "https://app.example/",
        });
        using var confirmed = await system.Gateway.SendAsync(confirmation);
        Assert.True(confirmed.IsSuccessStatusCode, await confirmed.Content.ReadAsStringAsync());
    }

    // As after three days of retries.
    private async Task GiveUpAsync()
    {
        using var answer = await system.Gateway.PostAsync(
            new Uri($"{system.Setting("STRIPE_API_BASE")}/_emulator/deliveries/give-up"), content: null);
        answer.EnsureSuccessStatusCode();
    }

    private static BackfillSeen Report(string output)
    {
        var counts = Counts().Match(output);
        Assert.True(counts.Success, output);
        return new BackfillSeen(Number(1), Number(2), Number(3), Number(4));

        int Number(int group) => int.Parse(counts.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
    }

    private Task<long> GrantsOfAsync(IEnumerable<string> users) => system.CreditsAsync<long>(
        $"SELECT count(*) FROM grants WHERE bucket = 'purchased' AND amount = {PackCredits} AND user_id IN ('{string.Join("', '", users)}')");

    private Task<long> PaidAndGrantedAsync(IEnumerable<string> users) => system.BillingAsync<long>(
        $"""
        SELECT count(*) FROM purchases WHERE status = 'succeeded' AND received_cents = {PackCents} AND granted_credits = {PackCredits}
            AND user_id IN ('{string.Join("', '", users)}')
        """);

    [GeneratedRegex("([0-9]+) events looked at, ([0-9]+) missed, ([0-9]+) healed, ([0-9]+) failed")]
    private static partial Regex Counts();

    private sealed record BackfillSeen(int LookedAt, int Missed, int Healed, int Failed);
}
