using System.Net;
using System.Text.RegularExpressions;

namespace Gateway.Tests;

public sealed partial class DocumentationPageTests(GatewayScene scene) : IClassFixture<GatewayScene>
{
    [Fact]
    public async Task TheFrontDoorLeadsToIt()
    {
        var response = await scene.Gateway.GetAsync("/", token: null);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/docs", response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task ItNamesNoOtherServer_AndItsOwnFilesAreThere()
    {
        var page = await PageAsync();

        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.Contains("openapi/v1.json", page, StringComparison.Ordinal);
        var scripts = Script().Matches(page).Select(match => match.Groups["source"].Value).ToList();
        Assert.NotEmpty(scripts);
        foreach (var script in scripts)
        {
            var response = await scene.Gateway.GetAsync($"/docs/{script}", token: null);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    [Fact]
    public async Task TheBrowserIsToldToReachForNoOtherServer()
    {
        var response = await scene.Gateway.GetAsync("/docs/", token: null);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
    }

    private async Task<string> PageAsync()
    {
        var response = await scene.Gateway.GetAsync("/docs/", token: null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    [GeneratedRegex("""<script[^>]*\ssrc="(?<source>[^"]+)"|import[^"']*["'](?<source>[^"']+\.js)["']""")]
    private static partial Regex Script();
}
