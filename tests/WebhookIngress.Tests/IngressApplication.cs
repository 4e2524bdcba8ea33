using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using MassTransit;
using Messaging;
using Messaging.Queues;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using Testing;
using Testing.Servers;
using Testing.Stripe;

namespace WebhookIngress.Tests;

/// <summary>The ingress on a broker of its own. No consumer is ever started: what it publishes waits in the queues.</summary>
public sealed class IngressApplication : IAsyncLifetime
{
    public const string Path = "/api/v1/playground/webhooks/stripe/credits";
    public const string Secret = "whsec_first_secret";
    public const string RolledSecret = "whsec_rolled_secret";
    public const string CreditsSecret = "whsec_credits_secret";
    public const string RolledCreditsSecret = "whsec_rolled_credits_secret";

    private WebApplicationFactory<Program> factory = null!;

    internal TestBroker Broker { get; private set; } = null!;

    internal HttpClient Client { get; private set; } = null!;

    internal IServiceProvider Provider => factory.Services;

    public async Task InitializeAsync()
    {
        Broker = await TestServers.CreateBrokerAsync();
        // The broker is there: that a busy machine is slow must not look as if it were not.
        factory = Create(Broker.Uri.ToString(), ("Messaging:ConfirmTimeoutMilliseconds", "60000"));
        Client = await ConnectedClientAsync(factory);
    }

    public async Task DisposeAsync()
    {
        await factory.DisposeAsync();
        await Broker.DisposeAsync();
    }

    internal static WebApplicationFactory<Program> Create(string brokerUri, params (string Setting, string Value)[] settings) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseSetting("ConnectionStrings:RabbitMq", brokerUri);
            host.UseSetting("STRIPE_WEBHOOK_SECRET", $"{Secret}, {RolledSecret}");
            host.UseSetting("STRIPE_WEBHOOK_SECRET_CREDITS", $"{CreditsSecret},{RolledCreditsSecret}");
            foreach (var (setting, value) in settings)
            {
                host.UseSetting(setting, value);
            }
        });

    /// <summary>A client of an ingress that has found its broker: before that it answers 503, as it should.</summary>
    internal static async Task<HttpClient> ConnectedClientAsync(WebApplicationFactory<Program> factory)
    {
        var client = factory.CreateClient();
        await factory.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TimeSpan.FromMinutes(2));
        return client;
    }

    internal static PaymentIntentFacts Pack(string userId = "user_1") =>
        PaymentIntentFacts.ForPack(userId, Guid.CreateVersion7().ToString(), "medium", 250, 1_000);

    internal Task<HttpResponseMessage> SendAsync(SignedStripeEvent stripeEvent) => Client.SendAsync(stripeEvent.ToRequest(Path));

    /// <summary>Binds a queue to announcements, as anybody does who wants to hear them.</summary>
    internal async Task HearAsync(string queue, IEnumerable<Type> announcements)
    {
        await using var connection = await new ConnectionFactory { Uri = Broker.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        foreach (var message in announcements)
        {
            await channel.QueueBindAsync(queue, $"{message.Namespace}:{message.Name}", routingKey: "");
        }
    }

    /// <summary>Takes every message out of a queue, bundled or alone: its id and its content.</summary>
    internal async Task<List<Received>> DrainAsync(string queue)
    {
        await using var connection = await new ConnectionFactory { Uri = Broker.Uri }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        var received = new List<Received>();
        while (await channel.BasicGetAsync(queue, autoAck: true) is { } delivery)
        {
            using var envelope = JsonDocument.Parse(delivery.Json());
            received.AddRange(Messages(envelope.RootElement.Clone(), delivery.BasicProperties.ContentType!));
        }
        return received;
    }

    private static IEnumerable<Received> Messages(JsonElement envelope, string contentType) =>
        envelope.GetProperty("message").TryGetProperty("messages", out var bundled)
            ? bundled.EnumerateArray().SelectMany(message => Messages(message, contentType))
            : [new Received(envelope.GetProperty("messageId").GetGuid(), envelope.GetProperty("message"), contentType)];

    /// <summary>Empties every queue of the product.</summary>
    internal async Task DrainAllAsync()
    {
        foreach (var queue in MessageRoutes.All.Select(route => route.Queue))
        {
            await DrainAsync(queue);
        }
    }

    /// <summary>The one message in a queue.</summary>
    internal async Task<Received> TakeOneAsync(string queue) => (await TakeAsync(queue, 1))[0];

    /// <summary>So many messages out of a queue, which a quorum may take a moment to show.</summary>
    internal Task<IReadOnlyList<Received>> TakeAsync(string queue, int count) => TakeAsync(queue, count, message => [message]);

    /// <summary>So many events out of the archive's queue, however many came in one message.</summary>
    internal Task<IReadOnlyList<Received>> TakeArchivedAsync(int count) => TakeAsync(
        MessageRoutes.BillingStripeEventsReceived, count,
        message => message.Message.GetProperty("events").EnumerateArray().Select(received => message with { Message = received }));

    private async Task<IReadOnlyList<Received>> TakeAsync(string queue, int count, Func<Received, IEnumerable<Received>> parts)
    {
        var received = new List<Received>();
        await Eventually.Async(async () =>
        {
            received.AddRange((await DrainAsync(queue)).SelectMany(parts));
            Assert.Equal(count, received.Count);
        });
        return received;
    }

    internal static async Task AssertProblemAsync(HttpResponseMessage response, int status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {body}");
        var problem = await response.Content.ReadFromJsonAsync<Dictionary<string, object>>();
        Assert.Equal(code, problem!["code"].ToString());
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }
}

internal sealed record Received(Guid MessageId, JsonElement Message, string ContentType)
{
    public string? Text(string name) => Message.GetProperty(name).GetString();

    public long Number(string name) => Message.GetProperty(name).GetInt64();

    public string Document(string name) => Encoding.UTF8.GetString(Message.GetProperty(name).GetBytesFromBase64());
}
