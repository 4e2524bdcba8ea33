using Contracts;

namespace Billing.Tests.StripeEvents;

public sealed class SeeingWebhookHealthTests : IAsyncLifetime
{
    private const string Health = "/api/v1/admin/webhook-health";

    private BillingApplication _billing = null!;

    public async Task InitializeAsync() => _billing = await BillingApplication.StartAsync();

    public async Task DisposeAsync() => await _billing.DisposeAsync();

    [Fact]
    public async Task EventsAreCountedByTypeAndOutcome_WithTheirLag_AndTheLastOne()
    {
        await _billing.DeliverAsync(Received("evt_1", StripeEventOutcome.Translated));
        await _billing.DeliverAsync(Received("evt_2", StripeEventOutcome.Translated));
        await _billing.DeliverAsync(Received("evt_3", StripeEventOutcome.Malformed));
        await _billing.ExecuteAsync(
            """
            UPDATE stripe_events SET created_at = received_at - CASE event_id WHEN 'evt_3' THEN interval '90 seconds' ELSE interval '2 seconds' END
            """);

        var answer = await _billing.AdminGetAsync(Health);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        var events = answer.Json["events"]!.AsArray();
        Assert.Equal(
            [("malformed", 1), ("translated", 2)], events.Select(counted => ((string)counted!["outcome"]!, (int)counted["count"]!)));
        Assert.All(events, counted => Assert.Equal("invoice.paid", (string?)counted!["type"]));
        Assert.Equal((2, 90, 90), (
            (double)answer.Json["lag"]!["medianSeconds"]!, (double)answer.Json["lag"]!["slowSeconds"]!, (double)answer.Json["lag"]!["maxSeconds"]!));
        Assert.NotNull((DateTimeOffset?)answer.Json["lastReceivedAt"]);
    }

    [Fact]
    public async Task BeforeTheFirstEvent_ThereIsNothingToSay()
    {
        var answer = await _billing.AdminGetAsync(Health);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Null(answer.Json["lastReceivedAt"]);
        Assert.Null(answer.Json["lag"]!["maxSeconds"]);
        Assert.Empty(answer.Json["backfills"]!.AsArray());
    }

    [Fact]
    public async Task OnlyAnOperatorSeesIt()
    {
        using var user = _billing.ClientFor(BillingApplication.NewUser());

        (await HttpAnswer.OfAsync(user.GetAsync(new Uri(Health, UriKind.Relative)))).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        (await _billing.AdminGetAsync($"{Health}?hours=0")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    private static StripeEventReceived Received(string eventId, string outcome) => new()
    {
        EventId = eventId,
        Type = StripeEventTypes.InvoicePaid,
        IsLive = false,
        Outcome = outcome,
        Body = "{}",
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };
}
