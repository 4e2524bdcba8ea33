using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Contracts;
using Credits.Ledger;
using Credits.Persistence;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Testing;
using Testing.Identity;
using Testing.Servers;

namespace Credits.Tests;

/// <summary>The Credits service on a database and a broker of its own, and the words the scenarios are told in.</summary>
public sealed class CreditsApplication : IAsyncLifetime
{
    private const string Base = "/api/v1/playground/credits";

    private const int CommandSecondsMax = 300;
    private static readonly TimeSpan BusStartLimit = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<Guid, Guid> published = new();
    private readonly (string Setting, string Value)[] settings;
    private WebApplicationFactory<Program> factory = null!;

    public CreditsApplication()
        : this([])
    {
    }

    internal CreditsApplication(params (string Setting, string Value)[] settings) => this.settings = settings;

    /// <summary>Starts at a round moment and moves only when a test says so.</summary>
    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));

    /// <summary>For those who need others than the defaults and make their own application.</summary>
    internal IReadOnlyList<(string Setting, string Value)> Settings { get; init; } = [];

    internal IServiceProvider Services => factory.Services;

    internal TestDatabase Database { get; private set; } = null!;

    internal TestBroker Broker { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestServers.CreateDatabaseAsync("credits");
        Broker = await TestServers.CreateBrokerAsync();
        await CreditsDatabase.MigrateAsync(Database.OwnerConnectionString, Database.ServiceRole, CancellationToken.None);
        factory = CreateReplica(settings);
        // No scenario is told on a bus that does not run yet: it would fail for the wrong reason.
        var status = await factory.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, BusStartLimit);
        Assert.Equal(BusHealthStatus.Healthy, status);
    }

    public async Task DisposeAsync()
    {
        await factory.DisposeAsync();
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>One more process of the service on the same database and broker; the caller disposes it.</summary>
    internal WebApplicationFactory<Program> CreateReplica(params (string Setting, string Value)[] settings) =>
        new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            host.UseSetting("ConnectionStrings:Credits", Database.ServiceConnectionString);
            host.UseSetting("ConnectionStrings:RabbitMq", Broker.Uri.ToString());
            host.UseSetting("Authentication:Issuer", TestTokens.Issuer);
            host.UseSetting("Authentication:DevelopmentJwksFile", TestTokens.JwksFile);
            // Whoever looks for a failure finds it among the warnings; a line for each message costs more than the message.
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            // The servers are there, and whoever holds a lock lets go: that a busy machine is slow must not look otherwise.
            host.UseSetting("Messaging:ConfirmTimeoutMilliseconds", "60000");
            host.UseSetting("Credits:LockTimeoutMilliseconds", "30000");
            foreach (var (setting, value) in Settings.Concat(settings))
            {
                host.UseSetting(setting, value);
            }
            host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Time));
        });

    internal static string NewUser() => $"user_{Guid.CreateVersion7():n}";

    internal HttpClient ClientFor(string user, params string[] scopes) =>
        WithToken(factory.CreateClient(), TestTokens.For(user, scopes));

    internal HttpClient Operator(string operatorId = "operator-1") =>
        WithToken(factory.CreateClient(), TestTokens.For(operatorId, admin: true));

    internal HttpClient Playground() => ClientFor("playground-backend", Scopes.CreditsSpend);

    internal HttpClient Anonymous() => factory.CreateClient();

    internal static HttpClient WithToken(HttpClient client, string token)
    {
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A user whose account is open and holds the signup bonus of 5 and what was bought.</summary>
    internal async Task<string> UserWithAsync(long purchased = 0)
    {
        var user = NewUser();
        await BalanceOfAsync(user);
        if (purchased > 0)
        {
            await PublishAsync(PaymentOf(user, purchased));
            await Eventually.Async(() => BalanceOfAsync(user), balance => Assert.Equal(5 + purchased, balance.Balance));
        }
        return user;
    }

    internal async Task<BalanceView> BalanceOfAsync(string user) =>
        (await ClientFor(user).GetFromJsonAsync<BalanceView>(Base))!;

    internal async Task<HistoryView> HistoryOfAsync(string user, string query = "") =>
        (await ClientFor(user).GetFromJsonAsync<HistoryView>($"{Base}/history{query}"))!;

    internal Task<HttpResponseMessage> SpendAsync(string user, long amount, string? idempotencyKey = null, string? description = null) =>
        PostSpendAsync(Playground(), SpendOf(user, amount, description), idempotencyKey);

    internal static object SpendOf(string user, long amount, string? description = null) =>
        new { userId = user, amount, sessionId = "session-1", description };

    internal static Task<HttpResponseMessage> PostSpendAsync(HttpClient client, object body, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Base}/spend") { Content = JsonContent.Create(body) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }
        return client.SendAsync(request);
    }

    internal static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, object? body = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }
        return client.SendAsync(request);
    }

    internal static PaymentSucceeded PaymentOf(string user, long credits, string? paymentIntentId = null) => new()
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        PaymentIntentId = paymentIntentId ?? $"pi_{Guid.CreateVersion7():n}",
        UserId = user,
        PurchaseId = Guid.CreateVersion7(),
        Credits = credits,
        AmountCents = 1_000,
        Currency = "usd",
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };

    /// <summary>Publishes as another service would, confirmed by the broker.</summary>
    internal Task PublishAsync(object message, Guid? messageId = null)
    {
        var id = messageId ?? Guid.CreateVersion7();
        published.TryAdd(id, id);
        return factory.Services.GetRequiredService<Messaging.ConfirmedPublisher>().PublishAsync(message, id, CancellationToken.None);
    }

    /// <summary>Publishes as the ingress does what came at the same time.</summary>
    internal Task PublishBundleAsync(Messaging.Bundles.Bundle<Contracts.PaymentSucceeded> bundle) =>
        factory.Services.GetRequiredService<Messaging.ConfirmedPublisher>().PublishAsync(bundle, Guid.CreateVersion7(), CancellationToken.None);

    /// <summary>Returns when all that was published has taken effect.</summary>
    internal Task ConsumedAllAsync() => Eventually.Async(
        () => ScalarAsync<long>(
            $"SELECT count(DISTINCT message_id) FROM inbox_entries WHERE message_id IN ('{string.Join("', '", published.Keys)}')"),
        count => Assert.Equal(published.Count, count));

    /// <summary>Returns when this one message has taken effect.</summary>
    internal Task ConsumedAsync(Guid messageId) => Eventually.Async(
        () => ScalarAsync<long>($"SELECT count(*) FROM inbox_entries WHERE message_id = '{messageId}'"), count => Assert.Equal(1, count));

    internal async Task<IReadOnlyList<LedgerFinding>> VerifyLedgerAsync()
    {
        var findings = new List<LedgerFinding>();
        await using var dataSource = NpgsqlDataSource.Create(Database.SuperuserConnectionString);
        await new LedgerVerifier(dataSource).VerifyAsync(findings.Add, CancellationToken.None);
        return findings;
    }

    internal async Task AssertLedgerIsSoundAsync() => Assert.Empty(await VerifyLedgerAsync());

    internal static async Task<int> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandSecondsMax };
        return await command.ExecuteNonQueryAsync();
    }

    internal async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(Database.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = CommandSecondsMax };
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
