using System.Net;
using System.Text;
using Testing.Stripe;

namespace WebhookIngress.Tests;

public sealed class CheckingTheSignatureTests(IngressApplication ingress) : IClassFixture<IngressApplication>
{
    private readonly SignedStripeEvent genuine =
        SignedStripeEvent.OfType("customer.created", new { id = "cus_1" }, IngressApplication.Secret);

    [Theory]
    [InlineData(IngressApplication.Secret)]
    [InlineData(IngressApplication.RolledSecret)]
    [InlineData(IngressApplication.CreditsSecret)]
    [InlineData(IngressApplication.RolledCreditsSecret)]
    public async Task AnyConfiguredSecret_IsAccepted(string secret)
    {
        using var response = await ingress.SendAsync(genuine.SignedBy(secret));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task OneOfTwoSignatures_IsEnough()
    {
        var first = genuine.SignedBy("whsec_retired_secret").Signature;
        var second = genuine.SignedBy(IngressApplication.Secret).Signature.Split("v1=")[1];

        using var response = await ingress.SendAsync(genuine with { Signature = $"{first},v1={second},v0={second}" });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public Task AForeignSecret_IsRefused() => RefusedAsync(genuine.SignedBy("whsec_foreign_secret"), "signature_invalid");

    [Fact]
    public Task AChangedBody_IsRefused() =>
        RefusedAsync(genuine with { Body = genuine.Body.Replace("cus_1", "cus_2", StringComparison.Ordinal) }, "signature_invalid");

    [Fact]
    public Task TheSameJsonInOtherBytes_IsRefused() =>
        RefusedAsync(genuine with { Body = genuine.Body.Replace("\n", "", StringComparison.Ordinal) }, "signature_invalid");

    [Theory]
    // What lies ahead comes nearer while the request is on its way; to the second it is tested with a clock that stands.
    [InlineData(-301)]
    [InlineData(420)]
    public Task MoreThanFiveMinutesAway_IsRefused(int seconds) => RefusedAsync(
        genuine.SignedBy(IngressApplication.Secret, TimeProvider.System.GetUtcNow().AddSeconds(seconds)), "signature_stale");

    [Theory]
    [InlineData(-180)]
    [InlineData(290)]
    public async Task WithinFiveMinutes_IsAccepted(int seconds)
    {
        using var response = await ingress.SendAsync(
            genuine.SignedBy(IngressApplication.Secret, TimeProvider.System.GetUtcNow().AddSeconds(seconds)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task NoSignature_IsRefused()
    {
        using var response = await ingress.Client.PostAsync(IngressApplication.Path, new StringContent(genuine.Body));

        await IngressApplication.AssertProblemAsync(response, 400, "signature_missing");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("t=,v1=")]
    [InlineData("t=abc,v1=00")]
    [InlineData("t=99999999999999999999,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=9223372036854775807,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=-1,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1")]
    [InlineData("v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1,t=2,v1=0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1,v1=zz00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("t=1,v0=0000000000000000000000000000000000000000000000000000000000000000")]
    public Task AHeaderThatCantBeRead_IsRefused(string header) =>
        RefusedAsync(genuine with { Signature = header }, "signature_malformed");

    [Fact]
    public Task OnlyAnotherScheme_IsRefused() => RefusedAsync(
        genuine with { Signature = genuine.Signature.Replace("v1=", "v0=", StringComparison.Ordinal) }, "signature_malformed");

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"id":"evt_1","type":7,"created":1,"livemode":false}""")]
    [InlineData("""{"id":"evt_1","type":"x","created":99999999999999,"livemode":false}""")]
    [InlineData("""{"id":"\ud800","type":"x","created":1,"livemode":false}""")]
    [InlineData("""{"\ud800":1,"id":"evt_1","type":"x","created":1,"livemode":false}""")]
    [InlineData("""{"id":"evt_1","type":"x","created":1}""")]
    [InlineData("""{"id":"evt 1","type":"x","created":1,"livemode":false}""")]
    public async Task ASignedBodyThatIsNoEvent_IsRefused(string body)
    {
        var signature = SignedStripeEvent.Sign(body, IngressApplication.Secret, TimeProvider.System.GetUtcNow());

        using var response = await ingress.SendAsync(new SignedStripeEvent("evt", body, signature));

        await IngressApplication.AssertProblemAsync(response, 400, "payload_malformed");
    }

    [Fact]
    public async Task ABodyOfJust512KiB_IsRead()
    {
        var padded = genuine.Body.TrimEnd() + new string(' ', BoundedBody.BodyBytesMax - Encoding.UTF8.GetByteCount(genuine.Body.TrimEnd()));
        using var fits = await ingress.SendAsync((genuine with { Body = padded }).SignedBy(IngressApplication.Secret));
        Assert.Equal(HttpStatusCode.OK, fits.StatusCode);
    }

    private async Task RefusedAsync(SignedStripeEvent stripeEvent, string code)
    {
        using var response = await ingress.SendAsync(stripeEvent);

        await IngressApplication.AssertProblemAsync(response, 400, code);
    }
}
