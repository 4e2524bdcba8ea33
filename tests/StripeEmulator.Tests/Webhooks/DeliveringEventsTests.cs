using Microsoft.AspNetCore.Http;
using Stripe;

namespace StripeEmulator.Tests.Webhooks;

public sealed class DeliveringEventsTests
{
    [Fact]
    public async Task APayment_ArrivesAsThreeSignedIndentedEvents()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver, EmulatorServer.NothingIsBooked);

        var paid = await PayAsync(server);
        var received = await receiver.TakeAsync(3);

        Assert.Equal(
            ["charge.succeeded", "payment_intent.created", "payment_intent.succeeded"], received.Select(webhook => webhook.Event.Type).Order());
        Assert.All(received, webhook =>
        {
            webhook.AssertSignedWith(WebhookReceiver.Secret);
            Assert.StartsWith("{\n  \"id\": \"evt_", webhook.Body, StringComparison.Ordinal);
            Assert.Equal("application/json; charset=utf-8", webhook.ContentType);
            Assert.StartsWith("Stripe/1.0", webhook.UserAgent, StringComparison.Ordinal);
            Assert.Equal(1, webhook.Event.PendingWebhooks);
        });
        var succeeded = received.Single(webhook => webhook.Event.Type == "payment_intent.succeeded");
        Assert.Equal(paid.Id, ((PaymentIntent)succeeded.Event.Data.Object).Id);
    }

    [Fact]
    public async Task DeliveredEvents_AreNoLongerPending()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver, EmulatorServer.NothingIsBooked);

        await PayAsync(server);

        var events = await Eventually.FindsAsync(
            () => server.Stripe.V1.Events.ListAsync(), listed => listed.All(recorded => recorded.PendingWebhooks == 0));
        Assert.Equal(3, events.Count());
        Assert.Empty(await server.Stripe.V1.Events.ListAsync(new() { DeliverySuccess = false }));
        Assert.Equal(3, (await server.Stripe.V1.Events.ListAsync(new() { DeliverySuccess = true })).Count());
    }

    [Fact]
    public async Task GivenUp_ItIsNotSentAgain_AndStaysUndelivered()
    {
        using var refusing = new GatedRefusal();
        await using var receiver = await WebhookReceiver.StartAsync(refusing.AnswerAsync);
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver);

        await server.Stripe.V1.Customers.CreateAsync(new());
        await refusing.AskedAsync(1);
        Assert.Equal(204, (await server.PostAsync("/_emulator/deliveries/give-up")).Status);
        refusing.Open();

        var deliveries = await AllSettledAsync(server);
        Assert.Single(deliveries.Json["attempts"]!.AsArray());
        Assert.Single(await server.Stripe.V1.Events.ListAsync(new() { DeliverySuccess = false }));
    }

    [Fact]
    public async Task AfterA500_ItIsSentAgain_SignedAfresh()
    {
        var refusals = 2;
        await using var receiver = await WebhookReceiver.StartAsync(
            _ => Task.FromResult(Interlocked.Decrement(ref refusals) >= 0 ? Results.StatusCode(500) : Results.Ok()));
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver);

        var customer = await server.Stripe.V1.Customers.CreateAsync(new());
        var received = await receiver.TakeAsync(3);

        Assert.Single(received.Select(webhook => webhook.Event.Id).Distinct());
        Assert.All(received, webhook => webhook.AssertSignedWith(WebhookReceiver.Secret));
        Assert.Equal(customer.Id, ((Customer)received[^1].Event.Data.Object).Id);
        var attempts = await AttemptsAsync(server, 3);
        Assert.Equal(
            [(3, 200), (2, 500), (1, 500)],
            attempts.Json["attempts"]!.AsArray().Select(attempt => (attempt!["attempt"]!.GetValue<int>(), attempt["status"]!.GetValue<int>())));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(302)]
    [InlineData(404)]
    public async Task AnEndpointThatNeverTakesIt_GetsABoundedNumberOfAttempts_AndItStaysPending(int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => Task.FromResult(Results.StatusCode(status)));
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver);

        await server.Stripe.V1.Customers.CreateAsync(new());
        await receiver.TakeAsync(4);

        var log = await AllSettledAsync(server);
        Assert.Equal(4, log.Json["attempts"]!.AsArray().Count);
        Assert.Equal(1, (await server.Stripe.V1.Events.ListAsync(new() { DeliverySuccess = false })).Single().PendingWebhooks);
    }

    [Fact]
    public async Task AnEndpointThatIsNotThere_IsTriedUntilItIs()
    {
        await using var server = await EmulatorServer.StartAsync(
            "--Webhooks:0:Url=http://127.0.0.1:1/", "--Webhooks:0:Secrets=whsec_x", "--Webhooks:RetrySeconds=0");

        await server.Stripe.V1.Customers.CreateAsync(new());

        var log = await AttemptsAsync(server, 2);
        Assert.All(log.Json["attempts"]!.AsArray(), attempt => Assert.Equal("ConnectionError", attempt!["problem"]!.GetValue<string>()));
    }

    [Fact]
    public async Task AnEndpointThatIsTooSlow_IsAFailedAttempt()
    {
        var isFirst = 1;
        using var release = new SemaphoreSlim(0);
        await using var receiver = await WebhookReceiver.StartAsync(async _ =>
        {
            if (Interlocked.Exchange(ref isFirst, 0) == 1)
            {
                await release.WaitAsync();
            }

            return Results.Ok();
        });
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver, "--Webhooks:TimeoutSeconds=1");

        await server.Stripe.V1.Customers.CreateAsync(new());
        var received = await receiver.TakeAsync(1);
        release.Release();

        received[0].AssertSignedWith(WebhookReceiver.Secret);
        var log = await server.GetAsync("/_emulator/deliveries");
        Assert.Contains("no answer within 1 s", log.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhileASecretIsRolled_BothSign()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(
            receiver, $"--Webhooks:0:Secrets={WebhookReceiver.Secret},whsec_second");

        await server.Stripe.V1.Customers.CreateAsync(new());
        var received = (await receiver.TakeAsync(1)).Single();

        Assert.Equal(2, received.Signature.Split(',').Count(part => part.StartsWith("v1=", StringComparison.Ordinal)));
        received.AssertSignedWith(WebhookReceiver.Secret);
        received.AssertSignedWith("whsec_second");
        Assert.Throws<StripeException>(() => received.AssertSignedWith("whsec_third"));
    }

    [Fact]
    public async Task EachEndpoint_GetsTheTypesItWants()
    {
        await using var all = await WebhookReceiver.StartAsync();
        await using var some = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(
            all,
            EmulatorServer.NothingIsBooked,
            $"--Webhooks:1:Url={some.Url}",
            "--Webhooks:1:Secrets=whsec_some",
            "--Webhooks:1:EnabledEvents=payment_intent.succeeded, charge.failed");

        await PayAsync(server);
        await all.TakeAsync(3);

        Assert.Equal("payment_intent.succeeded", (await some.TakeAsync(1)).Single().Event.Type);
        var log = await AllSettledAsync(server);
        Assert.Equal(4, log.Json["attempts"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("/_emulator/events/{0}/resend", 202)]
    [InlineData("/v1/events/{0}/retry", 200)]
    public async Task AResentEvent_ArrivesAgainWithItsId(string path, int status)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver);
        await server.Stripe.V1.Customers.CreateAsync(new());
        var first = (await receiver.TakeAsync(1)).Single();

        var answer = await server.PostAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, first.Event.Id));

        Assert.Equal(status, answer.Status);
        var second = (await receiver.TakeAsync(1)).Single();
        Assert.Equal(first.Event.Id, second.Event.Id);
        second.AssertSignedWith(WebhookReceiver.Secret);
    }

    [Fact]
    public async Task ResendingWhatNobodyKnows_IsNotFound()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver);
        await server.Stripe.V1.Customers.CreateAsync(new());
        var known = (await receiver.TakeAsync(1)).Single().Event.Id;

        Assert.Equal(404, (await server.PostAsync("/_emulator/events/evt_unknown/resend")).Status);
        Assert.Equal(404, (await server.PostAsync("/v1/events/evt_unknown/retry")).Status);
        Assert.Equal(400, (await RetryAsync("we_unknown")).Status);
        Assert.Equal(200, (await RetryAsync("we_configured0")).Status);

        Task<Answer> RetryAsync(string endpoint) =>
            server.PostAsync($"/v1/events/{known}/retry", "for_stripecli=true", $"webhook_endpoint={endpoint}");
    }

    private static Task<Answer> AllSettledAsync(EmulatorServer server) => Eventually.FindsAsync(
        () => server.GetAsync("/_emulator/deliveries"), log => log.Json["pending"]!.GetValue<int>() == 0);

    private static Task<Answer> AttemptsAsync(EmulatorServer server, int count) => Eventually.FindsAsync(
        () => server.GetAsync("/_emulator/deliveries"), log => log.Json["attempts"]!.AsArray().Count == count);

    private static Task<PaymentIntent> PayAsync(EmulatorServer server) => server.Stripe.V1.PaymentIntents.CreateAsync(
        new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });
}
