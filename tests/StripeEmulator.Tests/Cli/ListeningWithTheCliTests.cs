using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Testing.Stripe;

namespace StripeEmulator.Tests.Cli;

public sealed partial class ListeningWithTheCliTests(StripeCli cli) : IClassFixture<StripeCli>, IAsyncLifetime
{
    private const string Dahlia = "2026-08-26.dahlia";
    private const string Endive = "2026-10-28.endive";

    private EmulatorServer _server = null!;
    private WebhookReceiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync(EmulatorServer.NothingIsBooked);
        _receiver = await WebhookReceiver.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task AllEvents_AreForwarded_SignedWithTheSecretItShows_InTheAccountsVersion()
    {
        await using var listen = Listen("--all-snapshot");
        var secret = SecretIn(await listen.SaysAsync("Ready!"));

        await PayAsync();
        var received = await _receiver.TakeAsync(3);

        Assert.Equal(
            ["charge.succeeded", "payment_intent.created", "payment_intent.succeeded"], received.Select(webhook => webhook.Event.Type).Order());
        Assert.All(received, webhook =>
        {
            webhook.AssertSignedWith(secret);
            Assert.Equal(Dahlia, webhook.Event.ApiVersion);
            Assert.StartsWith("Stripe/1.0", webhook.UserAgent, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task TheLatestVersion_IsThereForWhoAsksForIt()
    {
        await using var listen = Listen("--all-snapshot", "--latest");
        Assert.Contains(Endive, await listen.SaysAsync("Ready!"), StringComparison.Ordinal);

        await _server.Stripe.V1.Customers.CreateAsync(new());

        Assert.Equal(Endive, (await _receiver.TakeAsync(1))[0].Event.ApiVersion);
    }

    [Fact]
    public async Task OnlyTheEventsThatWereNamed_AreForwarded()
    {
        await using var listen = Listen("--events", "payment_intent.succeeded,charge.succeeded");
        await listen.SaysAsync("Ready!");

        await PayAsync();
        await _server.Stripe.V1.Customers.CreateAsync(new());
        await PayAsync();

        Assert.Equal(
            ["charge.succeeded", "charge.succeeded", "payment_intent.succeeded", "payment_intent.succeeded"],
            (await _receiver.TakeAsync(4)).Select(webhook => webhook.Event.Type).Order());
    }

    [Fact]
    public async Task WhatItForwarded_AndWhatCameBack_IsInTheDeliveryLog()
    {
        await using var listen = Listen("--all-snapshot");
        await listen.SaysAsync("Ready!");

        await _server.Stripe.V1.Customers.CreateAsync(new());
        await _receiver.TakeAsync(1);

        var log = await Eventually.FindsAsync(
            () => _server.GetAsync("/_emulator/deliveries"),
            deliveries => deliveries.Json["attempts"]!.AsArray().Count == 2 && deliveries.Json["pending"]!.GetValue<int>() == 0);
        var attempts = log.Json["attempts"]!.AsArray();
        Assert.All(attempts, attempt => Assert.Equal(("customer.created", "stripe_listen_1"), (attempt!.Text("eventType"), attempt!.Text("endpointId"))));
        Assert.Single(attempts, attempt => attempt!["isAcknowledged"] is { } acknowledged && acknowledged.GetValue<bool>());
        var answered = Assert.Single(attempts, attempt => attempt!["status"] is not null)!;
        Assert.Equal((200, _receiver.Url.ToString(), true), (answered["status"]!.GetValue<int>(), answered.Text("url"), answered["succeeded"]!.GetValue<bool>()));
        Assert.StartsWith("t=", answered.Text("signature"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSecret_StaysTheSame_AndCanBePrintedAlone()
    {
        var first = await cli.RunAsync(_server, "listen", "--print-secret", "--skip-update");
        var second = await cli.RunAsync(_server, "listen", "--print-secret", "--skip-update");
        var another = await cli.RunAsync(_server, "listen", "--print-secret", "--skip-update", "--device-name", "another");
        await using var listen = Listen("--all-snapshot");

        first.AssertSucceeded();
        Assert.Matches("^whsec_[0-9a-f]{64}$", first.Output.Trim());
        Assert.Equal(first.Output, second.Output);
        Assert.NotEqual(first.Output, another.Output);
        Assert.Equal(first.Output.Trim(), SecretIn(await listen.SaysAsync("Ready!")));
    }

    [Fact]
    public async Task TheAccountsOwnEndpoints_DecideWhatIsForwardedWhere()
    {
        await _server.Stripe.V1.WebhookEndpoints.CreateAsync(
            new() { Url = "https://shop.example.test/webhooks", EnabledEvents = ["product.created"] });
        await using var listen = cli.Start(
            _server, "listen", "--skip-update", "--use-configured-webhooks", "--all-snapshot", "--forward-to", _receiver.Url.GetLeftPart(UriPartial.Authority));
        await listen.SaysAsync("Ready!");

        await _server.Stripe.V1.Customers.CreateAsync(new());
        await _server.Stripe.V1.Products.CreateAsync(new() { Name = "Pack" });

        Assert.Equal("product.created", (await _receiver.TakeAsync(1))[0].Event.Type);
    }

    [Fact]
    public async Task AResentEvent_GoesToWhoListens_OrToTheOneEndpointThatIsNamed()
    {
        await using var other = await WebhookReceiver.StartAsync();
        var endpoint = await _server.Stripe.V1.WebhookEndpoints.CreateAsync(new() { Url = other.Url.ToString(), EnabledEvents = ["customer.created"] });
        await using var listen = Listen("--all-snapshot");
        await listen.SaysAsync("Ready!");
        await _server.Stripe.V1.Customers.CreateAsync(new());
        var recorded = (await _receiver.TakeAsync(1))[0].Event.Id;
        Assert.Equal(recorded, (await other.TakeAsync(1))[0].Event.Id);

        (await cli.RunAsync(_server, "events", "resend", recorded)).AssertSucceeded();
        Assert.Equal(recorded, (await _receiver.TakeAsync(1))[0].Event.Id);
        (await cli.RunAsync(_server, "events", "resend", recorded, "--webhook-endpoint", endpoint.Id)).AssertSucceeded();
        Assert.Equal(recorded, (await other.TakeAsync(1))[0].Event.Id);

        // The endpoint has it a moment before its answer is in the log.
        var log = await Eventually.FindsAsync(
            () => _server.GetAsync($"/_emulator/deliveries?event={recorded}"), deliveries => deliveries.Json["pending"]!.GetValue<int>() == 0);
        Assert.Equal(2, log.Json["attempts"]!.AsArray().Count(attempt => attempt!.Text("endpointId") == endpoint.Id));
    }

    [Fact]
    public async Task WhoeverConnectsWithoutASession_IsToldTo_GetOne()
    {
        var refused = await _server.SendAsync(HttpMethod.Get, "/stripecli/subscribe", headers: ("Websocket-Id", "cliws_unknown"));

        Assert.Equal((400, "Unknown WebSocket ID."), (refused.Status, refused.Error.Text("message")));
        Assert.Equal(401, (await _server.SendAsync(HttpMethod.Post, "/v1/stripecli/sessions", ["device_name=x"], key: null)).Status);
    }

    [Fact]
    public async Task ThinEventsAlone_AreRefused_RatherThanSilentlyNeverSent()
    {
        var refused = await _server.PostAsync("/v1/stripecli/sessions", "device_name=x", "websocket_features[]=v2_events");

        Assert.Equal((400, "emulator_not_covered"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task WhenItsConnectionBreaks_ItComesBack_AndWhatHappenedMeanwhileArrives()
    {
        var session = await SessionAsync();
        var first = await ConnectAsync(session);
        await _server.PostAsync("/v1/customers", "name=Before");
        await ReadAsync(first);
        await ReadAsync(first);
        first.Abort();
        first.Dispose();

        await _server.PostAsync("/v1/customers", "name=Meanwhile");
        using var second = await ConnectAsync(session);

        var frame = await Eventually.FindsAsync(() => ReadAsync(second), frame => frame.Text("event_payload").Contains("Meanwhile", StringComparison.Ordinal));
        Assert.Equal("webhook_event", frame.Text("type"));
    }

    [Fact]
    public async Task WhatItDidNotAcknowledge_IsSentAgain_AndNothingElse()
    {
        var session = await SessionAsync();
        using var first = await ConnectAsync(session);
        await _server.PostAsync("/v1/customers", "name=Acknowledged");
        await ReplyAsync(first, "event_ack", await ReadAsync(first));
        await ReplyAsync(first, "webhook_response", await ReadAsync(first));
        await Eventually.FindsAsync(
            () => _server.GetAsync("/_emulator/deliveries"), deliveries => deliveries.Json["attempts"]!.AsArray().Count == 2);
        await _server.PostAsync("/v1/customers", "name=Swallowed");
        var swallowed = await ReadAsync(first);

        // A newer connection takes over from one that the emulator has no reason to think broken.
        using var second = await ConnectAsync(session);

        Assert.Equal(swallowed.Text("webhook_conversation_id"), (await ReadAsync(second)).Text("webhook_conversation_id"));
    }

    [Fact]
    public async Task RulesForDeliveries_GoForItToo()
    {
        await using var listen = Listen("--all-snapshot");
        await listen.SaysAsync("Ready!");
        await _server.ControlAsync("/_emulator/deliveries/rules", new { action = "drop", endpoint = "stripe_listen_*", events = "charge.*" });
        await _server.ControlAsync("/_emulator/deliveries/rules", new { action = "duplicate", endpoint = "stripe_listen_1", count = 1 });

        await PayAsync();

        Assert.Equal(
            ["payment_intent.created", "payment_intent.created", "payment_intent.succeeded"],
            (await _receiver.TakeAsync(3)).Select(webhook => webhook.Event.Type).Order());
    }

    [Fact]
    public async Task MoreThanThirtyTwo_AreTooMany_ButThoseThatNeverCameMakeRoom()
    {
        for (var number = 0; number < 40; number++)
        {
            await SessionAsync();
        }

        var sockets = new List<ClientWebSocket>();
        for (var number = 0; number < 32; number++)
        {
            sockets.Add(await ConnectAsync(await SessionAsync()));
        }

        Assert.Equal(429, (await _server.PostAsync("/v1/stripecli/sessions", "device_name=x", "websocket_features[]=webhooks")).Status);
        sockets.ForEach(socket => socket.Dispose());
    }

    private RunningProgram Listen(params string[] what) =>
        cli.Start(_server, ["listen", "--skip-update", .. what, "--forward-to", _receiver.Url.ToString()]);

    private Task<Stripe.PaymentIntent> PayAsync() => _server.Stripe.V1.PaymentIntents.CreateAsync(
        new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });

    private async Task<JsonNode> SessionAsync() =>
        (await _server.PostAsync("/v1/stripecli/sessions", "device_name=x", "websocket_features[]=webhooks")).Json;

    private static async Task<ClientWebSocket> ConnectAsync(JsonNode session)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Websocket-Id", session.Text("websocket_id"));
        await socket.ConnectAsync(new Uri(session.Text("websocket_url") + "?websocket_feature=webhooks"), CancellationToken.None);
        return socket;
    }

    private static async Task<JsonNode> ReadAsync(ClientWebSocket socket)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var buffer = new byte[256 * 1024];
        var length = 0;
        ValueWebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer.AsMemory(length), deadline.Token);
            length += received.Count;
        }
        while (!received.EndOfMessage);
        return JsonNode.Parse(buffer.AsSpan(0, length))!;
    }

    private static Task ReplyAsync(ClientWebSocket socket, string type, JsonNode frame)
    {
        var reply = new JsonObject { ["type"] = type, ["webhook_conversation_id"] = frame.Text("webhook_conversation_id"), ["status"] = 200 };
        return socket.SendAsync(Encoding.UTF8.GetBytes(reply.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
    }

    private static string SecretIn(string output) => Secret().Match(output).Value;

    [GeneratedRegex("whsec_[0-9a-f]+")]
    private static partial Regex Secret();
}
