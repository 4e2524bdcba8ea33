using System.Text;
using System.Text.Json;
using Messaging;
using Microsoft.Extensions.DependencyInjection;
using Testing.Stripe;
using WebhookIngress.Translation;

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

    [Fact]
    public async Task WhatOtherQueuesTake_IsNotRefused_ThoughItGoesTogetherWithIt()
    {
        await ingress.SendAsync(SignedStripeEvent.PaymentIntentFailed(IngressApplication.Pack(), IngressApplication.Secret));
        await ingress.Broker.DeleteQueueAsync(MessageRoutes.BillingPaymentFailed);

        // While the first is on its way, the others gather.
        var first = PublishAsync(SignedStripeEvent.PaymentIntentSucceeded(IngressApplication.Pack(), IngressApplication.Secret));
        var failed = PublishAsync(SignedStripeEvent.PaymentIntentFailed(IngressApplication.Pack(), IngressApplication.Secret));
        var paid = PublishAsync(SignedStripeEvent.PaymentIntentSucceeded(IngressApplication.Pack(), IngressApplication.Secret));

        await Task.WhenAll(first, paid);
        // Refused, or taken when it was tried alone: by then the bus may have declared what was missing.
        Assert.True(await Record.ExceptionAsync(() => failed) is null or PublishNotConfirmedException { IsReturned: true });
    }

    private Task PublishAsync(SignedStripeEvent signed)
    {
        using var json = JsonDocument.Parse(signed.Body);
        var stripeEvent = StripeEvent.Read(json.RootElement);
        return ingress.Provider.GetRequiredService<EventPublisher>().PublishAsync(
            stripeEvent, EventTranslation.Translate(stripeEvent, new TranslationOptions()), Encoding.UTF8.GetBytes(signed.Body));
    }
}
