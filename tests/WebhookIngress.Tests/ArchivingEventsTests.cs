using System.Net;
using System.Text.Json;
using Messaging;
using Testing.Stripe;

namespace WebhookIngress.Tests;

/// <summary>Every signed event of our mode reaches the archive, whatever it means. One test at a time: they look into the same queues.</summary>
public sealed class ArchivingEventsTests(IngressApplication ingress) : IClassFixture<IngressApplication>, IAsyncLifetime
{
    public Task InitializeAsync() => ingress.DrainAllAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task WhatIsNotOurs_OrMeansNothingToUs_IsAcknowledged_AndOnlyArchived()
    {
        var foreign = IngressApplication.Pack() with { Metadata = new Dictionary<string, string> { ["type"] = "another_product" } };
        (SignedStripeEvent Event, string Outcome)[] events =
        [
            (SignedStripeEvent.PaymentIntentSucceeded(foreign, IngressApplication.Secret), "not_ours"),
            (SignedStripeEvent.PaymentIntentSucceeded(
                foreign with { Metadata = new Dictionary<string, string>(), EventId = "evt_unmarked" }, IngressApplication.Secret), "not_ours"),
            (SignedStripeEvent.OfType("customer.created", new { id = "cus_1", @object = "customer" }, IngressApplication.Secret), "unhandled"),
            (SignedStripeEvent.OfType("a.type.of.tomorrow", new { }, IngressApplication.Secret), "unhandled"),
        ];

        foreach (var (stripeEvent, _) in events)
        {
            using var response = await ingress.SendAsync(stripeEvent);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        var archived = await ingress.TakeArchivedAsync(events.Length);
        Assert.Equal(
            events.Select(sent => (sent.Event.Id, sent.Event.Body, sent.Outcome)).Order(),
            archived.Select(message => (message.Text("eventId")!, message.Document("body"), message.Text("outcome")!)).Order());
        Assert.Empty(await ingress.DrainAsync(MessageRoutes.CreditsPaymentSucceeded));
    }

    [Fact]
    public async Task WhatIsTranslated_IsArchivedToo_AsItWasSigned()
    {
        var stripeEvent = SignedStripeEvent.PaymentIntentSucceeded(IngressApplication.Pack(), IngressApplication.Secret);

        using var response = await ingress.SendAsync(stripeEvent);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var archived = (await ingress.TakeArchivedAsync(1))[0];
        Assert.Equal(
            ("payment_intent.succeeded", "2025-02-24.acacia", "translated", stripeEvent.Body),
            (archived.Text("type"), archived.Text("apiVersion"), archived.Text("outcome"), archived.Document("body")));
        Assert.False(archived.Message.GetProperty("isLive").GetBoolean());
    }

    [Fact]
    public async Task OursWithoutWhatAGrantNeeds_IsRefused_SoThatStripeKeepsIt_AndArchivedForTheOperator()
    {
        foreach (var missing in new[] { "user_id", "credits" })
        {
            var pack = IngressApplication.Pack();
            var metadata = pack.Metadata.Where(pair => pair.Key != missing).ToDictionary(pair => pair.Key, pair => pair.Value);

            using var response = await ingress.SendAsync(
                SignedStripeEvent.PaymentIntentSucceeded(pack with { Metadata = metadata }, IngressApplication.Secret));

            await IngressApplication.AssertProblemAsync(response, 422, "event_malformed");
            var archived = (await ingress.TakeArchivedAsync(1))[0];
            Assert.Equal("malformed", archived.Text("outcome"));
            Assert.Contains(missing, archived.Text("detail"), StringComparison.Ordinal);
        }
        Assert.Empty(await ingress.DrainAsync(MessageRoutes.CreditsPaymentSucceeded));
    }

    [Fact]
    public async Task EveryDeliveryOfAnEventIsToldToTheArchive_WithWhatItMeantThen()
    {
        var pack = IngressApplication.Pack();
        var understood = SignedStripeEvent.PaymentIntentSucceeded(pack, IngressApplication.Secret);
        var malformed = SignedStripeEvent.PaymentIntentSucceeded(
            pack with { Metadata = new Dictionary<string, string> { ["type"] = "playground_credits" } }, IngressApplication.Secret);

        foreach (var stripeEvent in new[] { malformed, malformed, understood, understood })
        {
            using var response = await ingress.SendAsync(stripeEvent);
        }

        var archived = await ingress.TakeArchivedAsync(4);
        Assert.Single(archived.Select(message => message.Text("eventId")).Distinct());
        Assert.Equal(["malformed", "malformed", "translated", "translated"], archived.Select(message => message.Text("outcome")).Order());
    }

    [Fact]
    public async Task ThoseThatComeAtOnce_ShareMessages_UnlessTheyAreLarge_AndNoneIsMissing()
    {
        var small = Enumerable.Range(0, 200).Select(number => OfSize(number, 1_000)).ToList();
        var large = Enumerable.Range(200, 8).Select(number => OfSize(number, 200 * 1024)).ToList();

        await Task.WhenAll(small.Concat(large).Select(async stripeEvent =>
        {
            using var response = await ingress.SendAsync(stripeEvent);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }));

        var archived = await ingress.TakeArchivedAsync(small.Count + large.Count);
        Assert.Equal(
            small.Concat(large).Select(stripeEvent => (stripeEvent.Id, stripeEvent.Body)).Order(),
            archived.Select(message => (message.Text("eventId")!, message.Document("body"))).Order());
        Assert.All(archived, message => Assert.Equal("application/vnd.masstransit+json+zlib", message.ContentType));
        var messages = archived.GroupBy(message => message.MessageId).ToList();
        Assert.InRange(messages.Count, large.Count, archived.Count - 1);
        Assert.All(messages, message => Assert.True(
            message.Count() == 1 || message.Sum(received => received.Document("body").Length) <= 256 * 1024));
    }

    private static SignedStripeEvent OfSize(int number, int characters) => SignedStripeEvent.OfType(
        "customer.created", new { id = $"cus_{number}", @object = "customer", description = new string('x', characters) },
        IngressApplication.Secret);

    [Fact]
    public async Task RealBodies_AreAcknowledged_ButThoseOfTheOtherModeRefused()
    {
        foreach (var name in RealBodies.Names)
        {
            var body = RealBodies.Read(name);
            using var json = JsonDocument.Parse(body);
            var isLive = json.RootElement.GetProperty("livemode").GetBoolean();

            using var response = await ingress.SendAsync(SignedStripeEvent.OfBody(body, IngressApplication.Secret));

            Assert.Equal(isLive ? HttpStatusCode.BadRequest : HttpStatusCode.OK, response.StatusCode);
        }
    }
}
