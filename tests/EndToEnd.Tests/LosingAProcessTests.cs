using System.Net;
using Testing;
using Testing.Stripe;

namespace EndToEnd.Tests;

/// <summary>SIGKILL for each of them in turn, in the middle of payments; afterwards nothing is lost and nothing is double.</summary>
[Collection(OneSystem.Name)]
public sealed class LosingAProcessTests(RunningSystem system)
{
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task WithoutTheBroker_AWebhookIs503_AndComesThroughLater()
    {
        var user = RunningSystem.NewUser();
        var payment = system.PaymentOf(user, 100);
        await system.DevAsync("kill", "rabbitmq");

        Assert.Equal(503, await system.PostWebhookAsync(payment));
        Assert.Equal(0, await GrantsOfAsync(user));
        await Eventually.Async(async () => Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadinessOfIngressAsync()));

        await system.RestartAsync("rabbitmq");
        await Eventually.Async(async () => Assert.Equal(HttpStatusCode.OK, await ReadinessOfIngressAsync()));
        await system.DeliverAsync(payment);
        await Eventually.Async(async () => Assert.Equal(1, await GrantsOfAsync(user)), Recovery);
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task WithoutCredits_AHundredWebhooksAreAccepted_AndGrantedWhenItIsBack()
    {
        var user = RunningSystem.NewUser();
        await system.DevAsync("kill", "credits");

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => system.PostWebhookAsync(system.PaymentOf(user, 1))));

        Assert.All(answers, status => Assert.Equal(200, status));
        await system.RestartAsync("credits");
        await Eventually.Async(async () => Assert.Equal(100, await GrantsOfAsync(user)), Recovery);
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task PostgresLostInTheMiddleOfTwoHundredWebhooks_EveryPaymentIsGrantedOnce()
    {
        var users = Enumerable.Range(0, 10).Select(_ => RunningSystem.NewUser()).ToList();
        var payments = Enumerable.Range(0, 200).Select(number => system.PaymentOf(users[number % users.Count], 1)).ToList();

        var posting = PostInTurnAsync(payments);
        await Eventually.Async(async () => Assert.NotEqual(0, await GrantsOfAsync([.. users])));
        await system.DevAsync("kill", "postgres");
        Assert.All(await posting, status => Assert.Equal(200, status));

        await system.RestartAsync("postgres");
        await Eventually.Async(async () => Assert.Equal(200, await GrantsOfAsync([.. users])), Recovery);
        await system.AssertSoundAsync();
    }

    [Fact]
    public async Task CreditsKilledAgainAndAgainWhileItGrantsAndTells_EveryGrantIsMadeAndToldOnce()
    {
        var users = Enumerable.Range(0, 5).Select(_ => RunningSystem.NewUser()).ToList();
        await Eventually.Async(async () => Assert.Equal(0, await system.CreditsAsync<long>("SELECT count(*) FROM outbox_messages")), Recovery);
        // What was told before is not counted: of scenarios that moved the clock by months, Billing forgets it.
        var grantedBefore = await system.CreditsAsync<long>("SELECT count(*) FROM grants");
        var toldBefore = await system.BillingAsync<string>(
            "SELECT COALESCE(max(received_at), '-infinity')::text FROM inbox_entries WHERE consumer = 'billing-credits-granted'");
        foreach (var round in Enumerable.Range(0, 3))
        {
            var posting = PostInTurnAsync([.. Enumerable.Range(0, 40).Select(number => system.PaymentOf(users[number % users.Count], 1))]);
            await Eventually.Async(async () => Assert.True(await GrantsOfAsync([.. users]) > round * 40));
            await system.DevAsync("kill", "credits");
            Assert.All(await posting, status => Assert.Equal(200, status));
            await system.RestartAsync("credits");
        }

        await Eventually.Async(async () => Assert.Equal(120, await GrantsOfAsync([.. users])), Recovery);
        await Eventually.Async(async () => Assert.Equal(0, await system.CreditsAsync<long>("SELECT count(*) FROM outbox_messages")), Recovery);
        var granted = await system.CreditsAsync<long>("SELECT count(*) FROM grants") - grantedBefore;
        await Eventually.Async(
            async () => Assert.Equal(granted, await system.BillingAsync<long>(
                $"SELECT count(*) FROM inbox_entries WHERE consumer = 'billing-credits-granted' AND received_at > '{toldBefore}'")),
            Recovery);
        await system.AssertSoundAsync();
    }

    private async Task<List<int>> PostInTurnAsync(IEnumerable<SignedStripeEvent> payments)
    {
        var answers = new List<int>();
        foreach (var batch in payments.Chunk(4))
        {
            answers.AddRange(await Task.WhenAll(batch.Select(system.PostWebhookAsync)));
        }
        return answers;
    }

    private async Task<HttpStatusCode> ReadinessOfIngressAsync()
    {
        using var answer = await system.Gateway.GetAsync(new Uri($"{system.Setting("INGRESS_URL")}/health/ready"));
        return answer.StatusCode;
    }

    private Task<long> GrantsOfAsync(params string[] users) => system.CreditsAsync<long>(
        $"SELECT count(*) FROM grants WHERE bucket = 'purchased' AND user_id IN ('{string.Join("', '", users)}')");
}
