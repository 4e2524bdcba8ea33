using Contracts;

namespace Billing.Tests.StripeEvents;

[Collection(SharedBilling.Name)]
public sealed class ArchivingStripeEventsTests(BillingApplication billing)
{
    private const string Events = "/api/v1/admin/stripe-events";

    private readonly string _type = $"test.type_{Guid.CreateVersion7():n}";

    [Fact]
    public async Task ItIsKeptWithItsBodyAsItWasSigned()
    {
        var received = Received() with { Body = "{\n  \"id\": \"evt\",\n  \"ü\": \"\\u0000\"\n}", ApiVersion = "2025-02-24.acacia", ObjectId = "pi_1" };

        await billing.DeliverAsync(received);

        var answer = (await billing.AdminGetAsync($"{Events}/{received.EventId}")).Json;
        Assert.Equal(received.Body, (string?)answer["body"]);
        var seen = answer["event"]!;
        Assert.Equal(
            (received.EventId, _type, "2025-02-24.acacia", "pi_1", false, "translated"),
            ((string)seen["id"]!, (string)seen["type"]!, (string?)seen["apiVersion"], (string?)seen["objectId"], (bool)seen["isLive"]!,
                (string)seen["outcome"]!));
        Assert.Equal(received.OccurredAt, (DateTimeOffset)seen["createdAt"]!);
    }

    [Fact]
    public async Task DeliveredOftenUnderTheSameAndOtherMessages_ItIsOneRow()
    {
        var received = Received();
        var messageId = Guid.CreateVersion7();

        await billing.DeliverAsync(received, messageId);
        await billing.DeliverAsync(received, messageId);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => billing.DeliverAsync(received)));

        Assert.Equal(1, await billing.CountAsync($"SELECT count(*) FROM stripe_events WHERE type = '{_type}'"));
    }

    [Fact]
    public async Task ManyInOneMessage_OneOfThemTwice_AreARowEach_WithTheBestOutcome()
    {
        var events = Enumerable.Range(0, 5).Select(_ => Received()).ToList();

        await billing.DeliverAsync(new StripeEventsReceived
        {
            Events = [events[0] with { Outcome = StripeEventOutcome.Malformed, Detail = "as it was" }, .. events],
        });

        var seen = (await ListAsync()).AsArray();
        Assert.Equal(
            events.Select(received => received.EventId).Order(), seen.Select(archived => (string)archived!["id"]!).Order());
        Assert.All(seen, archived => Assert.Equal(("translated", null), ((string)archived!["outcome"]!, (string?)archived["detail"])));
    }

    [Theory]
    [InlineData("malformed", "translated")]
    [InlineData("unhandled", "translated")]
    [InlineData("not_ours", "translated")]
    public async Task AnotherOutcomeCounts_IfItIsBetter_InEitherOrder(string worse, string better)
    {
        var events = new[] { Received(), Received() };

        await billing.DeliverAsync(events[0] with { Outcome = worse, Detail = "as it was" });
        await billing.DeliverAsync(events[0] with { Outcome = better });
        await billing.DeliverAsync(events[1] with { Outcome = better });
        await billing.DeliverAsync(events[1] with { Outcome = worse, Detail = "as it was" });

        var seen = (await ListAsync()).AsArray();
        Assert.All(seen, archived => Assert.Equal((better, null), ((string)archived!["outcome"]!, (string?)archived["detail"])));
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task TheListIsPagedWithoutGapsOrRepeats_AndFiltered()
    {
        var events = Enumerable.Range(0, 5).Select(number => Received() with
        {
            Outcome = number == 0 ? StripeEventOutcome.Unhandled : StripeEventOutcome.Translated,
        }).ToList();
        foreach (var received in events)
        {
            await billing.DeliverAsync(received);
        }

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await billing.AdminGetAsync($"{Events}?type={_type}&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}")).Json;
            seen.AddRange(page["events"]!.AsArray().Select(archived => (string)archived!["id"]!));
            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);

        Assert.Equal(events.Select(received => received.EventId).Reverse(), seen);
        Assert.Equal(events[0].EventId, (string)Assert.Single((await ListAsync("&outcome=unhandled")).AsArray())!["id"]!);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("outcome=wrong")]
    public async Task WhatMakesNoSenseIsRefused(string query) =>
        (await billing.AdminGetAsync($"{Events}?{query}")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");

    [Fact]
    public async Task OnlyAnOperatorSeesThem_AndAnUnknownOneIsNotFound()
    {
        using var user = billing.ClientFor(BillingApplication.NewUser());

        (await HttpAnswer.OfAsync(user.GetAsync(Events))).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        (await HttpAnswer.OfAsync(user.GetAsync($"{Events}/evt_1"))).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        (await billing.AdminGetAsync($"{Events}/evt_unknown")).AssertProblem(HttpStatusCode.NotFound, "stripe_event_not_found");
    }

    [Fact]
    public async Task ABodyThatNoIngressLetsInIsSetAside()
    {
        await billing.PublishAsync(Received() with { Body = new string('x', (512 * 1024) + 1) });

        await Eventually.Async(async () => await billing.Broker.MessageCountAsync("billing-stripe-events-received_error") == 1);
        Assert.Equal(0, await billing.CountAsync($"SELECT count(*) FROM stripe_events WHERE type = '{_type}'"));
    }

    private async Task<System.Text.Json.Nodes.JsonNode> ListAsync(string filter = "") =>
        (await billing.AdminGetAsync($"{Events}?type={_type}{filter}")).Json["events"]!;

    private StripeEventReceived Received() => new()
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        Type = _type,
        IsLive = false,
        Outcome = StripeEventOutcome.Translated,
        Body = "{}",
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };
}
