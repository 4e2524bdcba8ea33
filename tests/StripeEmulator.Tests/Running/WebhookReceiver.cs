using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Stripe;

namespace StripeEmulator.Tests.Running;

/// <summary>A webhook endpoint on a real port that keeps what it receives and answers as it is told.</summary>
public sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "whsec_first";

    private readonly WebApplication _application;
    private readonly Channel<ReceivedWebhook> _received = Channel.CreateUnbounded<ReceivedWebhook>();

    private WebhookReceiver(Func<ReceivedWebhook, Task<IResult>> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.MapPost("/webhooks", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            var webhook = new ReceivedWebhook(
                await reader.ReadToEndAsync(),
                request.Headers["Stripe-Signature"].ToString(),
                request.ContentType,
                request.Headers.UserAgent.ToString());
            var result = await answer(webhook);
            await _received.Writer.WriteAsync(webhook);
            return result;
        });
    }

    public Uri Url => new(new Uri(_application.Urls.Single()), "/webhooks");

    /// <summary>Answers 200 unless told otherwise.</summary>
    public static async Task<WebhookReceiver> StartAsync(Func<ReceivedWebhook, Task<IResult>>? answer = null)
    {
        var receiver = new WebhookReceiver(answer ?? (_ => Task.FromResult(Results.Ok())));
        await receiver._application.StartAsync();
        return receiver;
    }

    public async Task<IReadOnlyList<ReceivedWebhook>> TakeAsync(int count)
    {
        using var deadline = new CancellationTokenSource(Eventually.Patience);
        var taken = new List<ReceivedWebhook>();
        try
        {
            while (taken.Count < count)
            {
                taken.Add(await _received.Reader.ReadAsync(deadline.Token));
            }
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"Of {count} webhooks only these came: [{string.Join(", ", taken.Select(webhook => webhook.Event.Type))}]");
        }

        return taken;
    }

    /// <summary>The next delivery of this event; what comes before it, as any order may be, is passed over.</summary>
    public async Task<ReceivedWebhook> TakeAsync(string eventId)
    {
        while (true)
        {
            var next = (await TakeAsync(1))[0];
            if (JsonNode.Parse(next.Body)!.Text("id") == eventId)
            {
                return next;
            }
        }
    }

    /// <summary>The events up to and with the next one of this type; without <c>charge.updated</c>, as <c>EventTypesAsync</c>.</summary>
    public async Task<IReadOnlyList<JsonNode>> TakeUntilAsync(string type)
    {
        var taken = new List<JsonNode>();
        while (taken.Count == 0 || taken[^1].TypeOf() != type)
        {
            var next = JsonNode.Parse((await TakeAsync(1))[0].Body)!;
            if (next.TypeOf() != Shop.ComesLater)
            {
                taken.Add(next);
            }
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}

/// <summary>One request that the endpoint received.</summary>
public sealed record ReceivedWebhook(string Body, string Signature, string? ContentType, string UserAgent)
{
    public Event Event => EventUtility.ParseEvent(Body, throwOnApiVersionMismatch: false);

    public void AssertSignedWith(string secret) => EventUtility.ValidateSignature(Body, Signature, secret);
}
