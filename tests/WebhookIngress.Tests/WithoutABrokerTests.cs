using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Testing;
using Testing.Stripe;

namespace WebhookIngress.Tests;

public sealed class WithoutABrokerTests : IDisposable
{
    private const string NoBroker = "amqp://guest:guest@127.0.0.1:1/";

    private readonly WebApplicationFactory<Program> factory = IngressApplication.Create(
        NoBroker, ("Messaging:ConfirmTimeoutMilliseconds", "1000"));

    public void Dispose() => factory.Dispose();

    [Fact]
    public async Task EveryEventIs503_SinceNoneCanBeArchived_AndTheServiceIsAliveButNotReady()
    {
        using var client = factory.CreateClient();
        var ours = SignedStripeEvent.PaymentIntentSucceeded(IngressApplication.Pack(), IngressApplication.Secret);
        var nobodys = SignedStripeEvent.OfType("customer.created", new { id = "cus_1" }, IngressApplication.Secret);

        using var refused = await client.SendAsync(ours.ToRequest(IngressApplication.Path));
        using var refusedToo = await client.SendAsync(nobodys.ToRequest(IngressApplication.Path));
        using var live = await client.GetAsync("/health/live");
        using var ready = await client.GetAsync("/health/ready");

        await IngressApplication.AssertProblemAsync(refused, 503, "broker_unavailable");
        await IngressApplication.AssertProblemAsync(refusedToo, 503, "broker_unavailable");
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task AnUnknownPath_Is404WithACode()
    {
        using var client = factory.CreateClient();

        using var response = await client.PostAsync("/api/v1/playground/webhooks/stripe", null);

        await IngressApplication.AssertProblemAsync(response, 404, "not_found");
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk_test_hidden_value")]
    [InlineData("whsec_good_secret,hidden_value")]
    public void SecretsThatMakeNoSense_StopTheStart_UnderTheirName_AndUnshown(string secrets)
    {
        var failure = RefusedStart.Of<Exception>(() => Start(
            ("STRIPE_WEBHOOK_SECRET", secrets), ("STRIPE_WEBHOOK_SECRET_CREDITS", "")));

        Assert.Contains("STRIPE_WEBHOOK_SECRET", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden_value", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AModeThatIsNeitherTrueNorFalse_StopsTheStart()
    {
        var failure = RefusedStart.Of<Exception>(() => Start(("STRIPE_LIVEMODE", "live")));

        Assert.Contains("STRIPE_LIVEMODE", failure.Message, StringComparison.Ordinal);
    }

    private static void Start(params (string Name, string Value)[] wrong)
    {
        using var ingress = IngressApplication.Create(NoBroker, wrong);
        ingress.CreateClient();
    }
}
