using System.Net;
using Messaging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Testing.Stripe;

namespace WebhookIngress.Tests;

/// <summary>Test money must never become credits in production, nor live money anywhere else.</summary>
public sealed class TheOtherModeTests(IngressApplication ingress) : IClassFixture<IngressApplication>
{
    [Fact]
    public async Task ALiveEvent_WhereTestEventsAreTaken_IsRefused_AndNothingOfItIsPublished()
    {
        var live = SignedStripeEvent.PaymentIntentSucceeded(IngressApplication.Pack() with { IsLive = true }, IngressApplication.Secret);
        await ingress.DrainAllAsync();

        using var response = await ingress.SendAsync(live);

        await IngressApplication.AssertProblemAsync(response, 400, "livemode_mismatch");
        Assert.Empty(await ingress.DrainAsync(MessageRoutes.BillingStripeEventsReceived));
        Assert.Empty(await ingress.DrainAsync(MessageRoutes.CreditsPaymentSucceeded));
    }

    [Theory]
    [InlineData("Production", "", true)]
    [InlineData("Staging", "", false)]
    [InlineData("Development", "", false)]
    [InlineData("Production", "false", false)]
    [InlineData("Staging", "true", true)]
    public async Task WhichModeIsTaken_SaysTheEnvironment_UnlessTheSettingDoes(string environment, string setting, bool takesLive)
    {
        await using var factory = Create(environment, setting);
        using var client = await IngressApplication.ConnectedClientAsync(factory);

        foreach (var isLive in new[] { true, false })
        {
            var stripeEvent = SignedStripeEvent.PaymentIntentSucceeded(
                IngressApplication.Pack() with { IsLive = isLive }, IngressApplication.Secret);
            using var response = await client.SendAsync(stripeEvent.ToRequest(IngressApplication.Path));
            Assert.Equal(isLive == takesLive ? HttpStatusCode.OK : HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    private WebApplicationFactory<Program> Create(string environment, string setting) =>
        IngressApplication.Create(ingress.Broker.Uri.ToString(), ("STRIPE_LIVEMODE", setting))
            .WithWebHostBuilder(host => host.UseEnvironment(environment));
}
