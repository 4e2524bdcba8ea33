using System.Net.Http.Json;
using System.Text.Json;
using Testing;
using Testing.Stripe;

namespace EndToEnd.Tests.Checklist;

/// <summary>Chapter 4 of the release checklist, item by item.</summary>
[Collection(OneSystem.Name)]
public sealed class WebhookSecurityTests(RunningSystem system)
{
    private static readonly TimeSpan MoreThanFiveMinutes = TimeSpan.FromSeconds(301);

    private string Secret => system.Setting("STRIPE_WEBHOOK_SECRET");

    [Fact(DisplayName = "4 Webhook Security: Test Invalid Signature")]
    public async Task InvalidSignature()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();
        var payment = system.PaymentOf(user.Id, 100);

        Assert.Equal((400, "signature_invalid"), await SendAsync(payment.SignedBy("whsec_of_somebody_else")));
        Assert.Equal((400, "signature_invalid"), await SendAsync(payment with { Body = payment.Body.Replace("100", "999", StringComparison.Ordinal) }));
        Assert.Equal((400, "signature_malformed"), await SendAsync(payment with { Signature = "v1=0" }));
        Assert.Equal((400, "signature_missing"), await SendAsync(payment with { Signature = "" }));

        await AssertOnlyTheNextCountsAsync(user, before);
    }

    [Fact(DisplayName = "4 Webhook Security: Test Expired Timestamp")]
    public async Task ExpiredTimestamp()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();
        var payment = system.PaymentOf(user.Id, 100);
        var now = TimeProvider.System.GetUtcNow();

        Assert.Equal((400, "signature_stale"), await SendAsync(payment.SignedBy(Secret, now - MoreThanFiveMinutes)));
        // A minute more than the limit: the ingress reads its own clock a little later.
        Assert.Equal((400, "signature_stale"), await SendAsync(payment.SignedBy(Secret, now + MoreThanFiveMinutes + TimeSpan.FromMinutes(1))));

        await AssertOnlyTheNextCountsAsync(user, before);
    }

    [Fact(DisplayName = "4 Webhook Security: Test Replay Attack")]
    public async Task ReplayAttack()
    {
        var user = await Visitor.ArriveAsync(system);
        var before = await user.BalanceAsync();
        var payment = system.PaymentOf(user.Id, 100);

        Assert.Equal(200, await system.PostWebhookAsync(payment));
        await user.WaitForBalanceAsync(before + 100);
        Assert.Equal((200, null), await SendAsync(payment));

        await AssertOnlyTheNextCountsAsync(user, before + 100);
        Assert.Equal(1, (await user.HistoryAsync("?type=purchase")).GetProperty("transactions").EnumerateArray()
            .Count(entry => entry.GetProperty("amount").GetInt32() == 100));
        await system.AssertSoundAsync();
    }

    // A user's payments are handled in order: when the next one counts, those before it have had their effect, or none.
    private async Task AssertOnlyTheNextCountsAsync(Visitor user, long before)
    {
        await system.DeliverAsync(system.PaymentOf(user.Id, 1));
        await Eventually.Async(async () => Assert.NotEqual(before, await user.BalanceAsync()));
        Assert.Equal(before + 1, await user.BalanceAsync());
    }

    /// <summary>As it is, and not signed anew.</summary>
    private async Task<(int Status, string? Code)> SendAsync(SignedStripeEvent stripeEvent)
    {
        using var request = stripeEvent.ToRequest(system.Setting("WEBHOOK_URL"));
        using var response = await system.Gateway.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
        return ((int)response.StatusCode, answer.TryGetProperty("code", out var code) ? code.GetString() : null);
    }
}
