using System.Net;
using System.Text.RegularExpressions;

namespace StripeEmulator.Tests.Pages;

public sealed class VisitingTheControlPageTests : IAsyncLifetime, IDisposable
{
    private readonly Browser _browser = new();
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

    public void Dispose() => _browser.Dispose();

    [Fact]
    public async Task ItShowsWhatHappened_AndSendsItAgain()
    {
        await _server.Stripe.V1.Customers.CreateAsync(new() { Name = "<b>Ada</b>" });
        var recorded = (await _receiver.TakeAsync(1))[0].Event.Id;
        await Eventually.FindsAsync(ShowAsync, page => page.Contains("attempt 1: 200", StringComparison.Ordinal));

        Assert.Contains(recorded, _browser.Page, StringComparison.Ordinal);
        Assert.Contains("POST /v1/customers", _browser.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Ada", _browser.Page, StringComparison.Ordinal);
        await PressAsync("Resend");
        Assert.Equal(recorded, (await _receiver.TakeAsync(1))[0].Event.Id);
    }

    [Fact]
    public async Task AMonthGoesBy_AtAButton()
    {
        await _server.SubscribeAsync();
        await ShowAsync();

        await PressAsync("A month on");

        Assert.Contains("31 days and 00:00:00 ahead of the wall", await ShowAsync(), StringComparison.Ordinal);
        var renewal = Assert.Single(
            await _server.EventsAsync("invoice.created"), told => told.Subject().Text("billing_reason") == "subscription_cycle");
        await _receiver.TakeAsync(renewal.Text("id"));
        await PressAsync("Back to the present");
        Assert.Contains("as on the wall", await ShowAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ARule_IsAdded_HoldsWhatHappens_AndIsRemoved_AndWhatItHeldIsReleased()
    {
        await ShowAsync();
        await PressAsync("Add the rule", ("action", "hold"), ("events", "customer.*"), ("endpoint", ""), ("count", ""));
        await _server.Stripe.V1.Customers.CreateAsync(new());

        Assert.Contains("Held deliveries", await ShowAsync(), StringComparison.Ordinal);
        await PressAsync("Remove");
        Assert.Contains("Everything is delivered as it happens", await ShowAsync(), StringComparison.Ordinal);
        await PressAsync("Release all");
        Assert.Equal("customer.created", (await _receiver.TakeAsync(1))[0].Event.Type);
    }

    [Fact]
    public async Task WhatMakesNoSense_IsSaidOnThePage()
    {
        await ShowAsync();

        await _browser.PressAsync("Add the rule", ("action", "drop"), ("percent", "many"));

        Assert.Equal(HttpStatusCode.BadRequest, _browser.Status);
        Assert.Contains("""role="alert">percent must be a whole number""", _browser.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASecret_IsRolledAndShown()
    {
        await ShowAsync();

        await PressAsync("Roll secret", ("expiresInSeconds", "3600"));

        Assert.Contains("2 that sign", await ShowAsync(), StringComparison.Ordinal);
        await _server.Stripe.V1.Customers.CreateAsync(new());
        (await _receiver.TakeAsync(1))[0].AssertSignedWith(WebhookReceiver.Secret);
    }

    [Fact]
    public async Task Everything_IsForgotten()
    {
        await _server.Stripe.V1.Customers.CreateAsync(new());
        await ShowAsync();

        await PressAsync("Forget everything");

        Assert.Contains("Nothing has happened.", await ShowAsync(), StringComparison.Ordinal);
        Assert.Empty(await _server.Stripe.V1.Customers.ListAsync());
    }

    /// <summary>Every button and field has a name, every field a label, and no id stands twice.</summary>
    [Fact]
    public async Task WhoeverListensToThePage_IsToldWhatEachThingIs()
    {
        await _server.ControlAsync("/_emulator/deliveries/rules", new { action = "hold", count = 2 });
        await _server.Stripe.V1.Customers.CreateAsync(new());
        await _server.Stripe.V1.Customers.CreateAsync(new());
        var page = await ShowAsync();

        var ids = Attributes(page, "id").ToList();
        Assert.Equal(ids.Distinct(), ids);
        var labelled = Attributes(page, "for").ToHashSet();
        foreach (var field in Elements(page, "input").Concat(Elements(page, "select")))
        {
            Assert.True(field.Contains("aria-label=", StringComparison.Ordinal) || labelled.Contains(Attributes(field, "id").Single()), field);
        }

        var buttons = Elements(page, "button").Where(button => button.Contains("aria-label=", StringComparison.Ordinal)).ToList();
        Assert.Equal(buttons.Distinct(), buttons);
    }

    private async Task<string> ShowAsync()
    {
        await _browser.OpenAsync(new Uri(_server.Url, "/_emulator"));
        Assert.Equal(HttpStatusCode.OK, _browser.Status);
        return _browser.Page;
    }

    private async Task PressAsync(string label, params (string Name, string Value)[] fields)
    {
        await _browser.PressAsync(label, fields);
        Assert.Equal((HttpStatusCode.SeeOther, "/_emulator"), (_browser.Status, _browser.Redirect!.ToString()));
    }

    private static IEnumerable<string> Attributes(string html, string name) =>
        Regex.Matches(html, $" {name}=\"([^\"]+)\"").Select(match => match.Groups[1].Value);

    private static IEnumerable<string> Elements(string html, string name) =>
        Regex.Matches(html, $"<{name}[^>]*>").Select(match => match.Value);
}
