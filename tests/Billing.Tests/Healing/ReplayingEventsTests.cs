using Contracts;
using Testing.Stripe;

namespace Billing.Tests.Healing;

public sealed class ReplayingEventsTests : IAsyncLifetime
{
    private const string Events = "/api/v1/admin/stripe-events";

    private static readonly DateTimeOffset Start = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly string _user = BillingApplication.NewUser();
    private BillingApplication _billing = null!;

    public async Task InitializeAsync() => _billing = await BillingApplication.StartAsync();

    public async Task DisposeAsync() => await _billing.DisposeAsync();

    [Fact]
    public async Task AReplayDoesWhatWasNotDone_AndASecondOneNothing()
    {
        await using var ingress = await Ingress.StartAsync(_billing);
        var purchase = await _billing.StartPurchaseAsync(_user);
        var eventId = await ArchiveAsync(PaymentOf(purchase));

        var first = await ReplayAsync(eventId);
        await Eventually.Async(async () => Assert.Equal("succeeded", (await SeenAsync(purchase)).Status));
        var afterFirst = await SeenAsync(purchase);
        var second = await ReplayAsync(eventId);
        await HandledAsync();

        Assert.Equal("accepted", (string?)first.Json["outcome"]);
        Assert.Equal(HttpStatusCode.OK, second.Status);
        Assert.Equal(afterFirst, await SeenAsync(purchase));
        Assert.Equal(1, await _billing.CountAsync($"SELECT count(*) FROM stripe_events WHERE event_id = '{eventId}'"));
    }

    [Fact]
    public async Task ASpanIsReplayedInParts_EachEventOnce()
    {
        await using var ingress = await Ingress.StartAsync(_billing);
        foreach (var _ in Enumerable.Range(0, 103))
        {
            await ArchiveAsync(Other("invoice.created"));
        }
        var span = new { from = Start.AddYears(-1), to = TimeProvider.System.GetUtcNow().AddMinutes(1), type = "invoice.created" };

        var first = (await _billing.AdminPostAsync($"{Events}/replay", span)).Json;
        var rest = (await _billing.AdminPostAsync(
            $"{Events}/replay", new { span.from, span.to, span.type, cursor = (string?)first["nextCursor"] })).Json;

        Assert.Equal((100, 3, null), ((int)first["accepted"]!, (int)rest["accepted"]!, (string?)rest["nextCursor"]));
        Assert.Empty(first["refused"]!.AsArray());
    }

    [Fact]
    public async Task WhatTheIngressRefuses_IsSaidWithItsCode()
    {
        await using var ingress = await Ingress.StartAsync(_billing);
        var eventId = await ArchiveAsync(Other("payment_intent.succeeded", live: true));

        var refused = await ReplayAsync(eventId);
        var span = await _billing.AdminPostAsync($"{Events}/replay", new { from = Start.AddYears(-1), to = Start.AddYears(9) });

        refused.AssertProblem(HttpStatusCode.UnprocessableEntity, "stripe_event_refused");
        Assert.Equal("livemode_mismatch", (string?)refused.Json["refusedWith"]);
        Assert.Equal("livemode_mismatch", (string?)Assert.Single(span.Json["refused"]!.AsArray())!["outcome"]);
    }

    [Fact]
    public async Task WithoutAnIngress_ItIsToBeRepeated()
    {
        var eventId = await ArchiveAsync(Other("invoice.created"));

        (await ReplayAsync(eventId)).AssertProblem(HttpStatusCode.ServiceUnavailable, "ingress_unavailable");
        (await ReplayAsync("evt_unknown")).AssertProblem(HttpStatusCode.NotFound, "stripe_event_not_found");
    }

    [Theory]
    [InlineData("/evt_1/replay")]
    [InlineData("/replay")]
    public async Task OnlyAnOperatorReplays(string path)
    {
        using var user = _billing.ClientFor(_user);

        (await HttpAnswer.OfAsync(user.PostAsync(new Uri(Events + path, UriKind.Relative), content: null)))
            .AssertProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private Task<HttpAnswer> ReplayAsync(string eventId) => _billing.AdminPostAsync($"{Events}/{eventId}/replay");

    private Task<PurchaseSeen> SeenAsync(StartedPurchase purchase) => _billing.PurchaseOfAsync(_user, purchase.PurchaseId);

    // What was published before a later message of the same user has been handled when that one has.
    private async Task HandledAsync()
    {
        var later = await _billing.StartPurchaseAsync(_user);
        await ReplayAsync(await ArchiveAsync(PaymentOf(later)));
        await Eventually.Async(async () => Assert.Equal("succeeded", (await SeenAsync(later)).Status));
    }

    private SignedStripeEvent PaymentOf(StartedPurchase purchase) => SignedStripeEvent.PaymentIntentSucceeded(
        PaymentIntentFacts.ForPack(_user, purchase.PurchaseId.ToString(), "small", (int)purchase.Credits, (int)purchase.Amount) with
        {
            PaymentIntentId = purchase.PaymentIntentId,
        },
        BillingApplication.WebhookSecret);

    private static SignedStripeEvent Other(string type, bool live = false)
    {
        var made = SignedStripeEvent.OfType(type, new { id = "in_1", @object = "invoice" }, BillingApplication.WebhookSecret);
        return live ? made with { Body = made.Body.Replace("\"livemode\": false", "\"livemode\": true", StringComparison.Ordinal) } : made;
    }

    private async Task<string> ArchiveAsync(SignedStripeEvent made)
    {
        await _billing.DeliverAsync(new StripeEventReceived
        {
            EventId = made.Id,
            Type = (string)System.Text.Json.Nodes.JsonNode.Parse(made.Body)!["type"]!,
            IsLive = false,
            Outcome = StripeEventOutcome.Unhandled,
            Body = made.Body,
            OccurredAt = Start,
        });
        return made.Id;
    }
}
