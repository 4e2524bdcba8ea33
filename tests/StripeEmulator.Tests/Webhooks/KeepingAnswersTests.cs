using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace StripeEmulator.Tests.Webhooks;

public sealed class KeepingAnswersTests
{
    [Fact]
    public async Task AnAttempt_ShowsWhatWasAnswered_AndHowItWasSigned()
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => Task.FromResult<IResult>(new Answering(new string('x', 5_000))));
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver, "--Webhooks:RetrySeconds=");
        await server.Stripe.V1.Customers.CreateAsync(new());

        var received = (await receiver.TakeAsync(1))[0];
        var attempt = await AttemptAsync(server);

        Assert.Equal(503, attempt["status"]!.GetValue<int>());
        Assert.Equal(received.Signature, attempt.Text("signature"));
        var answer = attempt["answer"]!;
        Assert.Equal((new string('x', 4_096), true), (answer.Text("body"), answer["isCut"]!.GetValue<bool>()));
        Assert.Equal("30", answer["headers"]!.Text("Retry-After"));
        Assert.False(answer["headers"]!.AsObject().ContainsKey("X-Internal"));
    }

    [Fact]
    public async Task AnAnswerWithoutMuchToSay_IsShownWhole()
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => Task.FromResult(Results.Text("thanks")));
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver);
        await server.Stripe.V1.Customers.CreateAsync(new());

        var answer = (await AttemptAsync(server))["answer"]!;

        Assert.Equal(("thanks", false), (answer.Text("body"), answer["isCut"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task ResentToOneEndpoint_OnlyThatOneHearsOfIt()
    {
        await using var first = await WebhookReceiver.StartAsync();
        await using var second = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(first, $"--Webhooks:1:Url={second.Url}", "--Webhooks:1:Secrets=whsec_other");
        await server.Stripe.V1.Customers.CreateAsync(new());
        var recorded = (await first.TakeAsync(1))[0].Event.Id;
        await second.TakeAsync(1);

        var resent = await server.PostAsync($"/_emulator/events/{recorded}/resend", "endpoint=we_configured1");
        var unknown = await server.PostAsync($"/_emulator/events/{recorded}/resend", "endpoint=we_unknown");

        Assert.Equal((202, 404), (resent.Status, unknown.Status));
        Assert.Equal(recorded, (await second.TakeAsync(1))[0].Event.Id);
        var log = await Eventually.FindsAsync(
            () => server.GetAsync($"/_emulator/deliveries?event={recorded}"), deliveries => deliveries.Json["pending"]!.GetValue<int>() == 0);
        Assert.Equal(
            ["we_configured0", "we_configured1", "we_configured1"],
            log.Json["attempts"]!.AsArray().Select(attempt => attempt!.Text("endpointId")).Order());
    }

    private static async Task<JsonNode> AttemptAsync(EmulatorServer server)
    {
        var log = await Eventually.FindsAsync(
            () => server.GetAsync("/_emulator/deliveries"), deliveries => deliveries.Json["attempts"]!.AsArray().Count == 1);
        return log.Json["attempts"]![0]!;
    }

    /// <summary>A refusal with a long body.</summary>
    private sealed class Answering(string body) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            httpContext.Response.Headers.RetryAfter = "30";
            httpContext.Response.Headers["X-Internal"] = "not of interest";
            return httpContext.Response.WriteAsync(body);
        }
    }
}
