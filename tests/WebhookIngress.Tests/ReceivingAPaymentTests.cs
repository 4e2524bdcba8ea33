using System.Net;
using Contracts;
using Messaging;
using Testing;
using Testing.Stripe;

namespace WebhookIngress.Tests;

/// <summary>One test at a time: they look into the same queues.</summary>
public sealed class ReceivingAPaymentTests(IngressApplication ingress) : IClassFixture<IngressApplication>, IAsyncLifetime
{
    private static readonly string[] Queues =
        [MessageRoutes.CreditsPaymentSucceeded, MessageRoutes.BillingPaymentSucceeded, MessageRoutes.BillingPaymentFailed];

    public async Task InitializeAsync()
    {
        foreach (var queue in Queues)
        {
            await ingress.DrainAsync(queue);
        }
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task ASuccess_IsInTheQueuesOfCreditsAndBilling_ThoughNeitherWasEverStarted()
    {
        var pack = IngressApplication.Pack("user_42");

        using var response = await ingress.SendAsync(SignedStripeEvent.PaymentIntentSucceeded(pack, IngressApplication.Secret));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("""{"received":true}""", await response.Content.ReadAsStringAsync());
        var forCredits = await ingress.TakeOneAsync(MessageRoutes.CreditsPaymentSucceeded);
        var forBilling = await ingress.TakeOneAsync(MessageRoutes.BillingPaymentSucceeded);
        Assert.Equal(forCredits.MessageId, forBilling.MessageId);
        Assert.Equal(
            (pack.EventId, pack.PaymentIntentId, "user_42", pack.Metadata["purchase_id"], "usd"),
            (forCredits.Text("eventId")!, forCredits.Text("paymentIntentId")!, forCredits.Text("userId")!, forCredits.Text("purchaseId")!,
                forCredits.Text("currency")!));
        Assert.Equal((250, 1_000), (forCredits.Number("credits"), forCredits.Number("amountCents")));
    }

    [Fact]
    public async Task ADecline_IsInBillingsQueue_WithItsReason()
    {
        var pack = IngressApplication.Pack() with { DeclineCode = "insufficient_funds" };

        using var response = await ingress.SendAsync(SignedStripeEvent.PaymentIntentFailed(pack, IngressApplication.Secret));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var failed = await ingress.TakeOneAsync(MessageRoutes.BillingPaymentFailed);
        Assert.Equal(("insufficient_funds", "Your card was declined."), (failed.Text("failureCode")!, failed.Text("failureMessage")!));
        Assert.Equal(0, await ingress.Broker.MessageCountAsync(MessageRoutes.CreditsPaymentSucceeded));
    }

    [Fact]
    public async Task ManyAtOnce_ShareMessagesOnTheBroker_AndEachKeepsItsId()
    {
        const int count = 60;
        var events = Enumerable.Range(0, count)
            .Select(number => SignedStripeEvent.PaymentIntentSucceeded(IngressApplication.Pack($"crowd_{number}"), IngressApplication.Secret))
            .ToList();

        var responses = await Task.WhenAll(events.Select(ingress.SendAsync));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        var received = await ingress.TakeAsync(MessageRoutes.CreditsPaymentSucceeded, count);
        Assert.Equal(
            Enumerable.Range(0, count).Select(number => $"crowd_{number}").Order(), received.Select(message => message.Text("userId")).Order());
        Assert.Equal(
            received.Select(message => DeterministicId.From(
                message.Message.GetProperty("occurredAt").GetDateTimeOffset(), $"{message.Text("eventId")}:{nameof(PaymentSucceeded)}")),
            received.Select(message => message.MessageId));
        var bundles = new List<Guid>();
        await Eventually.Async(async () =>
        {
            bundles.AddRange(await ingress.Broker.TakeMessageIdsAsync(MessageRoutes.BillingPaymentSucceeded));
            Assert.InRange(bundles.Count, 1, count - 1);
        });
    }

    [Fact]
    public async Task TheSameEvent_TenTimesAtOnce_IsAcceptedEachTime_UnderOneMessageId()
    {
        var stripeEvent = SignedStripeEvent.PaymentIntentSucceeded(IngressApplication.Pack(), IngressApplication.Secret);

        var responses = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ingress.SendAsync(stripeEvent)));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        var received = new List<Received>();
        await Eventually.Async(async () =>
        {
            received.AddRange(await ingress.DrainAsync(MessageRoutes.CreditsPaymentSucceeded));
            Assert.Equal(10, received.Count);
        });
        Assert.Single(received.Select(message => message.MessageId).Distinct());
    }
}
