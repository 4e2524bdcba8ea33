using System.Text;
using Contracts;

namespace Billing.Tests.Queues;

/// <summary>A table that is gone makes a message fail for good; when it is back, the operator lets it be tried again.</summary>
public sealed class RetryingParkedMessagesTests : IAsyncLifetime
{
    private const string Queues = "/api/v1/admin/billing/queues";
    private const string Queue = "billing-stripe-events-received";

    private BillingApplication _billing = null!;

    public async Task InitializeAsync() => _billing = await BillingApplication.StartAsync(("Messaging:QueueWatchSeconds", "1"));

    public async Task DisposeAsync() => await _billing.DisposeAsync();

    [Fact]
    public async Task WhatIsParkedIsShownWithItsReason_StaysHoweverOftenItIsLookedAt_AndComesThroughAtLast()
    {
        var ids = await ParkAsync(3);

        for (var look = 0; look < 25; look++)
        {
            var parked = (await LookAsync()).ToList();
            Assert.Equal(ids.Order(), parked.Select(message => (Guid)message!["messageId"]!).Order());
            Assert.All(parked, message =>
            {
                Assert.Equal(nameof(StripeEventsReceived), (string?)message!["type"]);
                Assert.StartsWith("evt_", (string?)message["eventId"], StringComparison.Ordinal);
                Assert.Contains("stripe_events", (string?)message["reason"], StringComparison.Ordinal);
                Assert.NotNull((string?)message["exceptionType"]);
                Assert.NotNull((DateTimeOffset?)message["parkedAt"]);
            });
        }
        await Eventually.Async(async () => Assert.Equal(3, (int)(await DepthAsync())["parked"]!));
        await _billing.ExecuteAsync("ALTER TABLE hidden RENAME TO stripe_events");

        var one = (await _billing.AdminPostAsync($"{Queues}/{Queue}/errors/{ids[1]}/retry")).Json;
        await Eventually.Async(async () => Assert.Equal(1, await ArchivedAsync()));
        var rest = (await _billing.AdminPostAsync($"{Queues}/{Queue}/errors/retry")).Json;

        Assert.Equal((1, 2), ((int)one["retried"]!, (int)rest["retried"]!));
        await Eventually.Async(async () => Assert.Equal(3, await ArchivedAsync()));
        Assert.Empty(await LookAsync());
    }

    [Fact]
    public async Task WhatFailsAgainIsParkedAgain_AndTriedOnceForEachRetry()
    {
        var ids = await ParkAsync(2);

        var retried = (await _billing.AdminPostAsync($"{Queues}/{Queue}/errors/retry")).Json;

        Assert.Equal(2, (int)retried["retried"]!);
        await Eventually.Async(async () => Assert.Equal(
            ids.Order(), (await LookAsync()).Select(message => (Guid)message!["messageId"]!).Order()));
    }

    [Fact]
    public async Task AKindThatThisReleaseDoesNotKnow_IsParkedUntilItDoes()
    {
        var id = Guid.CreateVersion7();
        await Eventually.Async(() => _billing.Broker.IsTakenFromAsync(Queue));

        await _billing.Broker.PutAsync(Queue, id, "urn:message:Contracts:OfANewerRelease", """{"eventId":"evt_newer"}""");

        var parked = (await Eventually.Async(LookAsync, messages => Assert.Single(messages)))[0]!;
        Assert.Equal(
            (id, "OfANewerRelease", "evt_newer"), ((Guid)parked["messageId"]!, (string?)parked["type"], (string?)parked["eventId"]));
    }

    [Theory]
    [InlineData("application/vnd.masstransit+json+zlib", "no zlib stream")]
    [InlineData("application/vnd.masstransit+json+zlib", "x\u0001 that breaks off")]
    [InlineData("application/vnd.masstransit+json+of-a-newer-release", "x\u0001")]
    public async Task WhatCannotBeRead_IsParkedWithItsReason(string contentType, string body)
    {
        var id = Guid.CreateVersion7();
        await Eventually.Async(() => _billing.Broker.IsTakenFromAsync(Queue));

        await _billing.Broker.PutAsync(Queue, id, contentType, Encoding.Latin1.GetBytes(body));

        var parked = (await Eventually.Async(LookAsync, messages => Assert.Single(messages)))[0]!;
        Assert.Equal((id, null), ((Guid)parked["messageId"]!, (string?)parked["type"]));
        Assert.NotNull((string?)parked["reason"]);
        // What comes after it is none the worse for it.
        await _billing.DeliverAsync(Received());
        Assert.Equal(1, await ArchivedAsync());
    }

    [Fact]
    public async Task EveryQueueOfTheServiceIsListed_WithWhoTakesFromIt()
    {
        await Eventually.Async(async () =>
        {
            var listed = (await _billing.AdminGetAsync(Queues)).Json["queues"]!.AsArray();
            Assert.Contains("billing-payment-succeeded", listed.Select(queue => (string?)queue!["queue"]));
            Assert.All(listed, queue => Assert.StartsWith("billing-", (string?)queue!["queue"], StringComparison.Ordinal));
            Assert.All(listed, queue => Assert.Equal((0, 1), ((int)queue!["parked"]!, (int)queue["consumers"]!)));
        });
    }

    [Fact]
    public async Task WhatIsNotThereIsSaid_AndOnlyToAnOperator()
    {
        using var user = _billing.ClientFor(BillingApplication.NewUser());

        (await _billing.AdminGetAsync($"{Queues}/credits-payment-succeeded/errors"))
            .AssertProblem(HttpStatusCode.NotFound, "queue_unknown");
        (await _billing.AdminPostAsync($"{Queues}/{Queue}/errors/{Guid.CreateVersion7()}/retry"))
            .AssertProblem(HttpStatusCode.NotFound, "message_not_parked");
        (await _billing.AdminGetAsync($"{Queues}/{Queue}/errors?limit=0")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        (await HttpAnswer.OfAsync(user.GetAsync(Queues))).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    private async Task<IReadOnlyList<Guid>> ParkAsync(int count)
    {
        await _billing.ExecuteAsync("ALTER TABLE stripe_events RENAME TO hidden");
        var ids = new List<Guid>();
        for (var number = 0; number < count; number++)
        {
            ids.Add(await _billing.PublishAsync(Received()));
        }
        await Eventually.Async(async () => Assert.Equal(count, await _billing.Broker.MessageCountAsync(Queue + "_error")));
        return ids;
    }

    private async Task<System.Text.Json.Nodes.JsonArray> LookAsync() =>
        (await _billing.AdminGetAsync($"{Queues}/{Queue}/errors")).Json["messages"]!.AsArray();

    private async Task<System.Text.Json.Nodes.JsonNode> DepthAsync() =>
        (await _billing.AdminGetAsync(Queues)).Json["queues"]!.AsArray().Single(queue => (string?)queue!["queue"] == Queue)!;

    private Task<long> ArchivedAsync() => _billing.CountAsync("SELECT count(*) FROM stripe_events");

    private static StripeEventReceived Received() => new()
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        Type = "customer.created",
        IsLive = false,
        Outcome = StripeEventOutcome.Unhandled,
        Body = "{}",
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };
}
