using Testing;

namespace Gateway.Tests;

public sealed class StartingWithoutAnAddressTests
{
    [Theory]
    [InlineData("http://127.0.0.1:1/", "")]
    [InlineData("http://127.0.0.1:1/", "credits:8080")]
    public void TheMessageNamesTheSetting(string billing, string credits)
    {
        var failure = RefusedStart.Of<Exception>(() => GatewayApplication.Start(
            GatewayApplication.Replica("billing", "main", billing),
            GatewayApplication.Replica("credits", "main", credits)));

        Assert.Contains("ReverseProxy:Clusters:credits:Destinations:main:Address", failure.ToString(), StringComparison.Ordinal);
    }
}
