namespace StripeEmulator.Tests.Control;

public sealed class ComingFromAnotherSiteTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 204)]
    [InlineData("Sec-Fetch-Site", "none", 204)]
    [InlineData("Origin", "https://evil.example.test", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Origin", "own", 204)]
    public async Task AnotherSite_MayChangeNothing(string header, string value, int status)
    {
        var sent = value == "own" ? server.Url.GetLeftPart(UriPartial.Authority) : value;

        Assert.Equal(status, (await server.SendAsync(HttpMethod.Post, "/_emulator/reset", headers: (header, sent))).Status);
    }

    [Fact]
    public async Task AnotherSite_MayReadNothing_ThoughItMayConfirmAPayment()
    {
        var api = await server.SendAsync(HttpMethod.Get, "/v1/customers", headers: ("Origin", "https://shop.example.test"));
        var control = await server.SendAsync(HttpMethod.Get, "/_emulator/requests", headers: ("Origin", "https://shop.example.test"));

        Assert.Equal("*", api.Header("Access-Control-Allow-Origin"));
        Assert.Null(control.Header("Access-Control-Allow-Origin"));
    }
}
