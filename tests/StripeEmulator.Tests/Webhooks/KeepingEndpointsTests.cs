using Stripe;

namespace StripeEmulator.Tests.Webhooks;

public sealed class KeepingEndpointsTests
{
    [Fact]
    public async Task ANewEndpoint_ShowsItsSecretOnce_AndGetsWhatItAskedForSignedWithIt()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartAsync();

        var created = await RegisterAsync(server, receiver, "customer.created");
        await server.Stripe.V1.Products.CreateAsync(new() { Name = "Not asked for" });
        await server.Stripe.V1.Customers.CreateAsync(new());

        var received = (await receiver.TakeAsync(1))[0];
        received.AssertSignedWith(created.Secret);
        Assert.Equal("customer.created", received.Event.Type);
        Assert.Null((await server.Stripe.V1.WebhookEndpoints.GetAsync(created.Id)).Secret);
        Assert.Equal(created.Id, Assert.Single(await server.Stripe.V1.WebhookEndpoints.ListAsync()).Id);
    }

    [Fact]
    public async Task AnUpdatedEndpoint_MovesAndChangesItsMind()
    {
        await using var first = await WebhookReceiver.StartAsync();
        await using var second = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartAsync();
        var endpoint = await RegisterAsync(server, first, "customer.created");

        var updated = await server.Stripe.V1.WebhookEndpoints.UpdateAsync(
            endpoint.Id, new() { Url = second.Url.ToString(), EnabledEvents = ["product.created"], Description = "Moved" });
        await server.Stripe.V1.Customers.CreateAsync(new());
        await server.Stripe.V1.Products.CreateAsync(new() { Name = "Pack" });

        Assert.Equal(("Moved", "enabled"), (updated.Description, updated.Status));
        Assert.Equal("product.created", (await second.TakeAsync(1))[0].Event.Type);
    }

    [Fact]
    public async Task ADisabledOrDeletedEndpoint_HearsNothingMore_RetriesIncluded()
    {
        using var refusing = new GatedRefusal();
        await using var failing = await WebhookReceiver.StartAsync(refusing.AnswerAsync);
        await using var server = await EmulatorServer.StartAsync(
            "--Webhooks:RetrySeconds=0.2,0.2,0.2", $"--Webhooks:TimeoutSeconds={EmulatorServer.AttemptSeconds}");
        var disabled = await RegisterAsync(server, failing, "customer.created");
        var deleted = await RegisterAsync(server, failing, "customer.created");
        await server.Stripe.V1.Customers.CreateAsync(new());
        await refusing.AskedAsync(2);

        await server.Stripe.V1.WebhookEndpoints.UpdateAsync(disabled.Id, new() { Disabled = true });
        var gone = await server.Stripe.V1.WebhookEndpoints.DeleteAsync(deleted.Id);
        await server.Stripe.V1.Customers.CreateAsync(new());

        refusing.Open();

        Assert.True(gone.Deleted);
        await Eventually.FindsAsync(
            () => server.GetAsync("/_emulator/deliveries"), deliveries => deliveries.Json["pending"]!.GetValue<int>() == 0);
        Assert.Equal(2, refusing.Count);
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.WebhookEndpoints.GetAsync(deleted.Id));
    }

    [Fact]
    public async Task MoreThanSixteen_AreTooMany()
    {
        await using var server = await EmulatorServer.StartAsync();
        for (var number = 0; number < 16; number++)
        {
            await server.PostAsync("/v1/webhook_endpoints", $"url=http://127.0.0.1:9/{number}", "enabled_events[]=customer.created");
        }

        Assert.Equal(400, (await server.PostAsync("/v1/webhook_endpoints", "url=http://127.0.0.1:9/", "enabled_events[]=*")).Status);
    }

    private static Task<WebhookEndpoint> RegisterAsync(EmulatorServer server, WebhookReceiver receiver, string type) =>
        server.Stripe.V1.WebhookEndpoints.CreateAsync(new() { Url = receiver.Url.ToString(), EnabledEvents = [type] });
}
