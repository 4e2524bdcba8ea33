using System.Net;
using System.Net.Http.Headers;

namespace StripeEmulator.Tests.Pages;

public sealed class LoadingStripesScriptTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Theory]
    [InlineData("/v3")]
    [InlineData("/v3/")]
    [InlineData("/v3/stripe.js")]
    [InlineData("/basil/stripe.js")]
    [InlineData("/endive/stripe.js")]
    public async Task EachOfItsAddresses_GivesTheScript_ToAnyPage(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Origin", "https://shop.example.test");

        using var response = await server.Http.SendAsync(request);

        Assert.Equal(("text/javascript", "utf-8"), (
            response.Content.Headers.ContentType!.MediaType, response.Content.Headers.ContentType.CharSet));
        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Contains("window.Stripe = Stripe", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABrowserThatHasIt_IsNotSentItAgain()
    {
        using var first = await server.Http.GetAsync(new Uri("/v3/", UriKind.Relative));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v3/");
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(first.Headers.ETag!.ToString()));

        using var second = await server.Http.SendAsync(request);

        Assert.Equal(TimeSpan.FromSeconds(60), first.Headers.CacheControl!.MaxAge);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }
}
