using static Microsoft.Playwright.Assertions;

namespace StripeEmulator.Tests.InABrowser;

/// <summary>The page of the control API, in a browser that says where its forms come from.</summary>
[Collection(BrowserCollection.Name)]
public sealed class ControllingTheLocalStripeTests(RealBrowser browser) : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;
    private EmulatorServer _server = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _server = await EmulatorServer.StartWithWebhooksAsync(_receiver);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task ADeliveryIsHeldAndReleased_AndADayGoesBy()
    {
        var page = await browser.OpenAsync(new Uri(_server.Url, "/_emulator").ToString());
        await page.Field("Events").FillAsync("customer.created");
        await page.Button("Add the rule").ClickAsync();
        // Each press leads to the page anew: what is done before that is there may be lost.
        await Expect(page.Button("Remove rule_1")).ToBeVisibleAsync();
        await _server.Stripe.V1.Customers.CreateAsync(new() { Name = "Ada" });
        await page.ReloadAsync();
        await page.AssertAccessibleAsync();

        await page.Button("Release held_1").ClickAsync();
        Assert.Equal("customer.created", (await _receiver.TakeAsync(1))[0].Event.Type);
        await Expect(page.Button("Release held_1")).ToBeHiddenAsync();
        await page.Button("Remove rule_1").ClickAsync();
        await Expect(page.Button("Remove rule_1")).ToBeHiddenAsync();
        await page.Button("A day on").ClickAsync();

        await Expect(page.GetByText("1 days and 00:00:00 ahead of the wall.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Everything is delivered as it happens.")).ToBeVisibleAsync();
        Assert.Equal("/_emulator", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task AnotherSitesForm_IsTurnedAway()
    {
        await _server.Stripe.V1.Customers.CreateAsync(new());
        await using var site = await ShopSite.StartAsync(_server.Url);
        var page = await browser.OpenAsync(new Uri(site.Url, "/done").ToString());

        await page.EvaluateAsync(
            """
            (address) => {
              const form = document.createElement("form");
              [form.method, form.action] = ["post", address];
              document.body.append(form);
              form.submit();
            }
            """,
            new Uri(_server.Url, "/_emulator/reset").ToString());

        await Expect(page.GetByText("Another web site may not use the local Stripe.")).ToBeVisibleAsync();
        Assert.Single(await _server.Stripe.V1.Customers.ListAsync());
    }
}
