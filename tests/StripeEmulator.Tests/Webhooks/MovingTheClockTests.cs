using System.Globalization;

namespace StripeEmulator.Tests.Webhooks;

public sealed class MovingTheClockTests : IDisposable
{
    private const int MonthSeconds = 2_678_400;
    private readonly string _clockFile = Path.GetTempFileName();

    [Fact]
    public async Task EventsAreCreatedInBusinessTime_AndSignedInWallTime()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver, $"--Development:ClockFile={_clockFile}");
        await File.WriteAllTextAsync(_clockFile, MonthSeconds.ToString(CultureInfo.InvariantCulture));
        var wall = TimeProvider.System.GetUtcNow().UtcDateTime;

        await Eventually.FindsAsync(
            () => server.Stripe.V1.Customers.CreateAsync(new()), customer => customer.Created > wall.AddSeconds(MonthSeconds - 60));
        var last = (await server.Stripe.V1.Events.ListAsync(new() { Limit = 1 })).Single();
        var webhook = await Eventually.FindsAsync(
            async () => (await receiver.TakeAsync(1)).Single(), received => received.Event.Id == last.Id);

        Assert.InRange(webhook.Event.Created, wall.AddSeconds(MonthSeconds - 60), wall.AddSeconds(MonthSeconds + 60));
        webhook.AssertSignedWith(WebhookReceiver.Secret);
    }

    [Fact]
    public async Task WhatBecomesDueTogether_HappensInOrderOfTime_SignedNow()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var clocked = await ClockedServer.StartAsync(
            $"--Webhooks:0:Url={receiver.Url}",
            $"--Webhooks:0:Secrets={WebhookReceiver.Secret}",
            "--Webhooks:0:EnabledEvents=invoice.created,invoice.paid",
            "--Webhooks:Concurrency=1");
        for (var number = 0; number < 3; number++)
        {
            await clocked.Server.SubscribeAsync();
            await clocked.AdvanceAsync(TimeSpan.FromDays(3));
        }

        await clocked.AdvanceAsync(TimeSpan.FromDays(62));

        // Each of the three is invoiced once at its beginning and for two renewals.
        var webhooks = await receiver.TakeAsync(3 * 3 * 2);
        var created = webhooks.Select(webhook => webhook.Event.Created).ToList();
        Assert.Equal(created.Order(), created);
        Assert.All(webhooks, webhook => webhook.AssertSignedWith(WebhookReceiver.Secret));
    }

    [Fact]
    public async Task AfterAMonth_AnEventIsNoLongerShown()
    {
        await using var server = await EmulatorServer.StartAsync($"--Development:ClockFile={_clockFile}");
        var customer = await server.Stripe.V1.Customers.CreateAsync(new());
        var recorded = (await server.Stripe.V1.Events.ListAsync()).Single();

        await File.WriteAllTextAsync(_clockFile, MonthSeconds.ToString(CultureInfo.InvariantCulture));

        await Eventually.FindsAsync(() => server.GetAsync("/v1/events"), events => events.Json["data"]!.AsArray().Count == 0);
        Assert.Equal(404, (await server.GetAsync($"/v1/events/{recorded.Id}")).Status);
        Assert.Equal(200, (await server.GetAsync($"/v1/customers/{customer.Id}")).Status);
    }

    [Fact]
    public async Task AFileThatHoldsNoNumber_IsNoOffset()
    {
        await File.WriteAllTextAsync(_clockFile, "tomorrow");
        await using var server = await EmulatorServer.StartAsync($"--Development:ClockFile={_clockFile}");

        var created = (await server.Stripe.V1.Customers.CreateAsync(new())).Created;

        var wall = TimeProvider.System.GetUtcNow().UtcDateTime;
        Assert.InRange(created, wall.AddMinutes(-1), wall.AddMinutes(1));
    }

    public void Dispose() => File.Delete(_clockFile);
}
