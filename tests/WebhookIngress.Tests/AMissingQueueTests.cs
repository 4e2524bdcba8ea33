using Messaging;
using Testing.Stripe;

namespace WebhookIngress.Tests;

public sealed class AMissingQueueTests(IngressApplication ingress) : IClassFixture<IngressApplication>
{
    [Fact]
    public async Task WhenNoQueueTakesTheMessage_Stripe_IsToldToRepeatIt()
    {
        var stripeEvent = SignedStripeEvent.PaymentIntentFailed(IngressApplication.Pack(), IngressApplication.Secret);
        await ingress.SendAsync(stripeEvent);
        await ingress.Broker.DeleteQueueAsync(MessageRoutes.BillingPaymentFailed);

        using var response = await ingress.SendAsync(stripeEvent);

        await IngressApplication.AssertProblemAsync(response, 503, "broker_unavailable");
        Assert.NotNull(response.Headers.RetryAfter);
    }
}
