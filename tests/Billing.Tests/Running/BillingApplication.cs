using Contracts;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Billing.Persistence;
using Billing.StripeApi;
using LocalServers;
using Messaging;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing.Identity;
using Testing.Servers;

namespace Billing.Tests.Running;

/// <summary>The service on a real PostgreSQL and a real RabbitMQ, with the local Stripe beside it.</summary>
public sealed class BillingApplication : IAsyncLifetime, IAsyncDisposable
{
    public const string ClockFile = "Development:ClockFile";
    public const string SecretKey = "sk_test_billing_tests";
    public const string PublishableKey = "pk_test_billing_tests";
    public const string WebhookSecret = "whsec_billing_tests";

    private readonly (string Name, string Value)[] _settings;
    private WebApplicationFactory<StripeSettings> _factory = null!;
    private NpgsqlDataSource _superuser = null!;

    public BillingApplication() : this([])
    {
    }

    private BillingApplication((string Name, string Value)[] settings) => _settings = settings;

    public TestDatabase Database { get; private set; } = null!;

    public TestBroker Broker { get; private set; } = null!;

    public LocalStripe Stripe { get; private set; } = null!;

    /// <summary>Where the hosted pages are: at the address by which this service reaches Stripe.</summary>
    public string StripePages => $"http://127.0.0.1:{StripeLink.Port}/";

    /// <summary>The way to PostgreSQL, which a test may cut.</summary>
    internal CuttableLink DatabaseLink { get; private set; } = null!;

    /// <summary>The way to Stripe, which a test may cut.</summary>
    internal CuttableLink StripeLink { get; private set; } = null!;

    /// <summary>Where this service looks for the webhook ingress. There is one only when a test starts it.</summary>
    internal int IngressPort { get; private set; }

    internal IServiceProvider Provider => _factory.Services;

    /// <summary>One of its own, for a test that breaks something or needs other settings.</summary>
    public static async Task<BillingApplication> StartAsync(params (string Name, string Value)[] settings)
    {
        var billing = new BillingApplication(settings);
        await billing.InitializeAsync();
        return billing;
    }

    public static string NewUser() => $"user-{Guid.CreateVersion7():n}";

    public async Task InitializeAsync()
    {
        Database = await TestServers.CreateDatabaseAsync("billing");
        Broker = await TestServers.CreateBrokerAsync();
        await BillingDatabase.MigrateAsync(Database.OwnerConnectionString, Database.ServiceRole, CancellationToken.None);
        _superuser = NpgsqlDataSource.Create(Database.SuperuserConnectionString);
        Stripe = await LocalStripe.StartAsync(_settings.SingleOrDefault(setting => setting.Name == ClockFile).Value);
        var database = new NpgsqlConnectionStringBuilder(Database.ServiceConnectionString);
        DatabaseLink = CuttableLink.To(database.Host!, database.Port);
        StripeLink = CuttableLink.To(Stripe.Url.Host, Stripe.Url.Port);
        IngressPort = FreePorts.TakeOne();
        database.Host = IPAddress.Loopback.ToString();
        database.Port = DatabaseLink.Port;

        (string Name, string Value)[] settings =
        [
            ("ConnectionStrings:Billing", database.ConnectionString),
            ("ConnectionStrings:RabbitMq", Broker.Uri.ToString()),
            ("Authentication:Issuer", TestTokens.Issuer),
            ("Authentication:DevelopmentJwksFile", TestTokens.JwksFile),
            ("STRIPE_SECRET_KEY", SecretKey),
            ("STRIPE_PUBLISHABLE_KEY", PublishableKey),
            ("STRIPE_API_BASE", $"http://127.0.0.1:{StripeLink.Port}"),
            ("STRIPE_PRPM_PLUS_PRICE_ID", LocalStripe.PlanPrice),
            ("STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", LocalStripe.MemberPrice),
            ("STRIPE_ORG_VERIFICATION_PRICE_ID", LocalStripe.VerificationPrice),
            ("Chores:IntervalMilliseconds", "200"), ("Chores:RetrySeconds", "1"),
            ("STRIPE_WEBHOOK_SECRET", WebhookSecret),
            ("WebhookIngress:Url", $"http://127.0.0.1:{IngressPort}{Ingress.Path}"),
            ("Backfill:IntervalSeconds", "0"),
            ("Reconciliation:CheckIntervalMilliseconds", "3600000"),
            ("ReturnUrls:Origins", "https://app.example,http://127.0.0.1:5173"),
            ("StripeApi:RetryDelayMilliseconds", "20"),
            ("StripeApi:CircuitAttemptsMin", "1000"),
            // All servers are there: that a busy machine is slow must not look as if one of them were not.
            ("Idempotency:WaitMilliseconds", "30000"),
            ("Messaging:ConfirmTimeoutMilliseconds", "60000"),
            ("StripeApi:AttemptTimeoutSeconds", "30"), ("StripeApi:TotalTimeoutSeconds", "60"), ("Backfill:ArchiveWaitSeconds", "120"),
            .. _settings,
        ];
        _factory = Factory(settings);
        _factory.StartServer();
    }

    /// <summary>The service as its settings make it, not started.</summary>
    internal static WebApplicationFactory<StripeSettings> Factory(
        IEnumerable<(string Name, string Value)> settings, string environment = "Development") =>
        new WebApplicationFactory<StripeSettings>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment(environment);
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            foreach (var (name, value) in settings)
            {
                host.UseSetting(name, value);
            }
        });

    public HttpClient ClientFor(string user, string? email = null)
    {
        var client = AnonymousClient();
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", TestTokens.For(user, email: email));
        return client;
    }

    public HttpClient OperatorClient()
    {
        var client = AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For("operator", admin: true));
        return client;
    }

    public HttpClient AnonymousClient() => _factory.CreateDefaultClient();

    /// <summary>POST /credits/purchase, whatever comes of it.</summary>
    public Task<HttpAnswer> PurchaseAsync(string user, string package = "small", string? key = null) =>
        PostAsync(user, "credits/purchase", new { package }, key);

    /// <summary>POST /credits/checkout, whatever comes of it.</summary>
    public Task<HttpAnswer> CheckoutAsync(
        string user, string package = "small", string successUrl = "https://app.example/done",
        string cancelUrl = "https://app.example/back", string? key = null) =>
        PostAsync(user, "credits/checkout", new { package, successUrl, cancelUrl }, key);

    public Task<HttpAnswer> PostAsync(string user, string path, object body, string? key = null, string? email = null) =>
        SendAsync(HttpMethod.Post, user, $"/api/v1/playground/{path}", body, key, email);

    /// <summary>Any request, whatever comes of it.</summary>
    public async Task<HttpAnswer> SendAsync(
        HttpMethod method, string user, string path, object? body = null, string? key = null, string? email = null)
    {
        using var client = ClientFor(user, email);
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }
        return await HttpAnswer.OfAsync(client.SendAsync(request));
    }

    /// <summary>A POST or DELETE of an operator's.</summary>
    public async Task<HttpAnswer> AdminSendAsync(HttpMethod method, string path, object? body = null)
    {
        using var client = OperatorClient();
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        return await HttpAnswer.OfAsync(client.SendAsync(request));
    }

    /// <summary>What a crash leaves: the claim whose lease runs out, and no answer.</summary>
    public Task ForgetAnswerAsync(string user, string key) => ExecuteAsync(
        $"""
        UPDATE idempotency_keys SET response_status = NULL, response_body = NULL, locked_until = now() - interval '1 second'
        WHERE principal = '{user}' AND key = '{key}'
        """);

    /// <summary>A purchase that can be paid.</summary>
    public async Task<StartedPurchase> StartPurchaseAsync(string user, string package = "small", string? key = null) =>
        (await PurchaseAsync(user, package, key)).As<StartedPurchase>(HttpStatusCode.Created);

    public async Task<HttpAnswer> GetAsync(string user, string path)
    {
        using var client = ClientFor(user);
        return await HttpAnswer.OfAsync(client.GetAsync(new Uri($"/api/v1/playground/credits/{path}", UriKind.Relative)));
    }

    public async Task<HttpAnswer> AdminGetAsync(string path)
    {
        using var client = OperatorClient();
        return await HttpAnswer.OfAsync(client.GetAsync(new Uri(path, UriKind.Relative)));
    }

    /// <summary>POST /admin/purchases/{id}/refund, whatever comes of it.</summary>
    public async Task<HttpAnswer> RefundAsync(Guid purchaseId, long amountCents)
    {
        using var client = OperatorClient();
        return await HttpAnswer.OfAsync(
            client.PostAsJsonAsync($"/api/v1/admin/purchases/{purchaseId}/refund", new { amountCents, reason = "asked for" }));
    }

    /// <summary>POST as an operator, whatever comes of it.</summary>
    public async Task<HttpAnswer> AdminPostAsync(string path, object? body = null)
    {
        using var client = OperatorClient();
        return await HttpAnswer.OfAsync(client.PostAsync(path, body is null ? null : JsonContent.Create(body)));
    }

    public async Task<PurchaseSeen> PurchaseOfAsync(string user, Guid purchaseId) =>
        (await GetAsync(user, $"purchases/{purchaseId}")).As<PurchaseSeen>();

    public async Task<PurchasesSeen> PurchasesOfAsync(string user, string query = "") =>
        (await GetAsync(user, $"purchases{query}")).As<PurchasesSeen>();

    /// <summary>Publishes as another service would.</summary>
    /// <returns>The message's id.</returns>
    public async Task<Guid> PublishAsync(object message, Guid? messageId = null)
    {
        var id = messageId ?? Guid.CreateVersion7();
        var publisher = _factory.Services.GetRequiredService<ConfirmedPublisher>();
        // The bus connects while the first tests already run.
        await Eventually.Async(async () =>
        {
            try
            {
                await publisher.PublishAsync(Messages.OnTheBroker(message, id), id, CancellationToken.None);
                return true;
            }
            catch (PublishNotConfirmedException)
            {
                return false;
            }
        });
        return id;
    }

    /// <summary>As the ingress hands on an event that came alone.</summary>
    public Task<Guid> PublishAsync(StripeEventReceived received, Guid? messageId = null) =>
        PublishAsync(new StripeEventsReceived { Events = [received] }, messageId);

    /// <inheritdoc cref="PublishAsync(StripeEventReceived, Guid?)"/>
    public Task DeliverAsync(StripeEventReceived received, Guid? messageId = null) =>
        DeliverAsync(new StripeEventsReceived { Events = [received] }, messageId);

    /// <summary>Publishes, and returns when this service has taken effect of it.</summary>
    public async Task DeliverAsync(object message, Guid? messageId = null)
    {
        var id = await PublishAsync(message, messageId);
        await Eventually.Async(async () => await CountAsync($"SELECT count(*) FROM inbox_entries WHERE message_id = '{id}'") > 0);
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var command = _superuser.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The first column of each row.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string sql)
    {
        await using var command = _superuser.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var texts = new List<string>();
        while (await reader.ReadAsync())
        {
            texts.Add(reader.GetString(0));
        }
        return texts;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _superuser.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    public async Task DisposeAsync()
    {
        DatabaseLink.Restore();
        await _factory.DisposeAsync();
        DatabaseLink.Dispose();
        StripeLink.Dispose();
        await Stripe.DisposeAsync();
        await Broker.DisposeAsync();
        await _superuser.DisposeAsync();
        await Database.DisposeAsync();
    }
}

/// <summary>One service for the classes that leave it as they found it; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBilling : ICollectionFixture<BillingApplication>
{
    public const string Name = "shared billing";
}
