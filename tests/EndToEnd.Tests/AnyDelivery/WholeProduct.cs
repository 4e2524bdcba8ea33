using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Billing.Persistence;
using Billing.Reconciliation;
using Billing.StripeApi;
using Credits;
using Credits.Ledger;
using Credits.Persistence;
using MassTransit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Testing;
using Testing.Identity;
using Testing.Servers;
using WebhookIngress;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>WebhookIngress, Billing and Credits on real servers and one clock, with the local Stripe beside them.</summary>
internal sealed class WholeProduct : IAsyncDisposable
{
    public const string Page = "https://app.example/done";

    private const string WebhookSecret = "whsec_any_delivery";
    private const string WebhookPath = "/api/v1/playground/webhooks/stripe/credits";
    private const string Playground = "/api/v1/playground/";
    private const int InboxDays = 35;
    private static readonly TimeSpan BusLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromMinutes(5);

    private readonly Traffic traffic = new();
    private TestBroker broker = null!;
    private TestDatabase billingDatabase = null!;
    private TestDatabase creditsDatabase = null!;
    private WebApplicationFactory<WebhookOptions> ingress = null!;
    private WebApplicationFactory<StripeSettings> billing = null!;
    private WebApplicationFactory<CreditsOptions> credits = null!;
    private HttpClient ingressClient = null!;
    private HttpClient billingClient = null!;
    private HttpClient creditsClient = null!;

    private WholeProduct(MovedClock clock, LocalStripe stripe) => (Clock, Stripe) = (clock, stripe);

    public MovedClock Clock { get; }

    public LocalStripe Stripe { get; }

    public NpgsqlDataSource BillingData { get; private set; } = null!;

    public NpgsqlDataSource CreditsData { get; private set; } = null!;

    public static async Task<WholeProduct> StartAsync(DateTimeOffset start)
    {
        var clock = new MovedClock(start);
        var product = new WholeProduct(clock, await LocalStripe.StartAsync(clock.File));
        await product.StartServersAsync();
        await product.StartProcessesAsync();
        return product;
    }

    /// <summary>Moves time for all of them.</summary>
    public async Task MoveToAsync(DateTimeOffset moment)
    {
        Clock.MoveTo(moment);
        await Eventually.Async(() => Task.FromResult(
            TimeOf(billing.Services) >= moment && TimeOf(credits.Services) >= moment && Stripe.State.Now >= moment.ToUnixTimeSeconds()));
        await ForgetOldMessagesAsync();
    }

    public async Task DeliverAsync(Delivery delivery)
    {
        delivery.Buyer.NoteDelivery($"{Clock.Now:yyyy-MM-dd} {delivery}");
        using var request = delivery.Signed(WebhookSecret).ToRequest(WebhookPath);
        using var answer = await ingressClient.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, $"{delivery}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Returns when all that was delivered, and all that followed from it, has taken effect.</summary>
    public async Task SettledAsync()
    {
        await Eventually.Async(
            async () =>
            {
                var published = traffic.Published;
                Assert.True(traffic.IsSettled, $"{traffic.Received} of {traffic.Published} messages have been received.");
                Assert.Equal(0, await BillingData.CountAsync("SELECT count(*) FROM outbox_messages"));
                Assert.Equal(0, await CreditsData.CountAsync("SELECT count(*) FROM outbox_messages"));
                Assert.True(traffic.IsSettled && traffic.Published == published, "Something was still on its way.");
            },
            SettleLimit);
        Assert.Empty(traffic.Failures);
    }

    /// <summary>Returns when no credits are left whose hour has passed.</summary>
    public Task SweptAsync() => Eventually.Async(
        async () => Assert.Equal(0, await CreditsData.CountAsync(
            $"SELECT count(*) FROM grants WHERE remaining > held AND expires_at <= '{Clock.Now:O}'")),
        SettleLimit);

    public Task<T> AskBillingAsync<T>(string user, string path, object body) =>
        AskAsync<T>(billingClient, user, new HttpRequestMessage(HttpMethod.Post, Playground + path) { Content = JsonContent.Create(body) });

    /// <summary>GET /credits.</summary>
    public Task<JsonElement> BalanceOfAsync(string user) =>
        AskAsync<JsonElement>(creditsClient, user, new HttpRequestMessage(HttpMethod.Get, Playground + "credits"));

    public async Task AssertSoundAsync()
    {
        var findings = new List<object>();
        await using var superuser = NpgsqlDataSource.Create(creditsDatabase.SuperuserConnectionString);
        var verified = await new LedgerVerifier(superuser).VerifyAsync(findings.Add, CancellationToken.None);
        await foreach (var difference in PurchaseReconciliation.FindDifferencesAsync(BillingData, Clock.Now, graceSeconds: 0, CancellationToken.None))
        {
            findings.Add(difference);
        }
        Assert.Empty(findings);
        Assert.NotEqual(0, verified.Transactions);
    }

    public async ValueTask DisposeAsync()
    {
        await ingress.DisposeAsync();
        await billing.DisposeAsync();
        await credits.DisposeAsync();
        await BillingData.DisposeAsync();
        await CreditsData.DisposeAsync();
        await Stripe.DisposeAsync();
        await broker.DisposeAsync();
        await billingDatabase.DisposeAsync();
        await creditsDatabase.DisposeAsync();
        Clock.Dispose();
    }

    private async Task StartServersAsync()
    {
        broker = await TestServers.CreateBrokerAsync();
        billingDatabase = await TestServers.CreateDatabaseAsync("billing");
        creditsDatabase = await TestServers.CreateDatabaseAsync("credits");
        await BillingDatabase.MigrateAsync(billingDatabase.OwnerConnectionString, billingDatabase.ServiceRole, CancellationToken.None);
        await CreditsDatabase.MigrateAsync(creditsDatabase.OwnerConnectionString, creditsDatabase.ServiceRole, CancellationToken.None);
        BillingData = NpgsqlDataSource.Create(billingDatabase.SuperuserConnectionString);
        CreditsData = NpgsqlDataSource.Create(creditsDatabase.SuperuserConnectionString);
    }

    private async Task StartProcessesAsync()
    {
        billing = Start<StripeSettings>(
            ("ConnectionStrings:Billing", Unhurried(billingDatabase)),
            ("STRIPE_SECRET_KEY", LocalStripe.SecretKey),
            ("STRIPE_PUBLISHABLE_KEY", LocalStripe.PublishableKey),
            ("STRIPE_API_BASE", Stripe.Url.ToString().TrimEnd('/')),
            ("STRIPE_PRPM_PLUS_PRICE_ID", LocalStripe.PlanPrice),
            ("STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", LocalStripe.MemberPrice),
            ("ReturnUrls:Origins", "https://app.example"),
            // What is missed is brought in by nobody: it is the deliveries that are looked at.
            ("STRIPE_WEBHOOK_SECRET", WebhookSecret),
            ("WebhookIngress:Url", "http://127.0.0.1:9/"),
            ("Backfill:IntervalSeconds", "0"));
        credits = Start<CreditsOptions>(
            ("ConnectionStrings:Credits", Unhurried(creditsDatabase)),
            ("Expiry:IntervalMilliseconds", "1000"));
        ingress = Start<WebhookOptions>(("STRIPE_WEBHOOK_SECRET", WebhookSecret));
        (ingressClient, billingClient, creditsClient) =
            (ingress.CreateDefaultClient(), billing.CreateDefaultClient(), credits.CreateDefaultClient());
        foreach (var services in (IServiceProvider[])[billing.Services, credits.Services, ingress.Services])
        {
            var bus = services.GetRequiredService<IBusControl>();
            Assert.Equal(BusHealthStatus.Healthy, await bus.WaitForHealthStatus(BusHealthStatus.Healthy, BusLimit));
            bus.ConnectPublishObserver(traffic);
            bus.ConnectReceiveObserver(traffic);
        }
    }

    // The ingress is not told of the clock: signatures are about real time.
    private WebApplicationFactory<T> Start<T>(params (string Name, string Value)[] settings)
        where T : class => new WebApplicationFactory<T>().WithWebHostBuilder(host =>
        {
            host.UseEnvironment("Development");
            // Development checks every scope at every resolution; here it is the same few, over and over.
            host.UseDefaultServiceProvider(provider => provider.ValidateScopes = false);
            (string Name, string Value)[] shared =
            [
                ("ConnectionStrings:RabbitMq", broker.Uri.ToString()),
                ("Development:ClockFile", Clock.File),
                ("Authentication:Issuer", TestTokens.Issuer),
                ("Authentication:DevelopmentJwksFile", TestTokens.JwksFile),
                ("Messaging:ConfirmTimeoutMilliseconds", "60000"),
                ("Logging:LogLevel:Default", "Warning"),
            ];
            foreach (var (name, value) in shared.Concat(settings))
            {
                host.UseSetting(name, value);
            }
        });

    // No server is killed here, so nobody has to wait for its disk.
    private static string Unhurried(TestDatabase database) =>
        new NpgsqlConnectionStringBuilder(database.ServiceConnectionString) { Options = "-c synchronous_commit=off" }.ConnectionString;

    // As the services themselves do every ten minutes: what comes after that long is known by its effect alone.
    private async Task ForgetOldMessagesAsync()
    {
        foreach (var data in (NpgsqlDataSource[])[BillingData, CreditsData])
        {
            await using var command = data.CreateCommand($"DELETE FROM inbox_entries WHERE received_at <= '{Clock.Now.AddDays(-InboxDays):O}'");
            await command.ExecuteNonQueryAsync();
        }
    }

    private static DateTimeOffset TimeOf(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow();

    private static async Task<T> AskAsync<T>(HttpClient client, string user, HttpRequestMessage request)
    {
        using (request)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestTokens.For(user));
            using var answer = await client.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, $"{request.RequestUri}: {await answer.Content.ReadAsStringAsync()}");
            return (await answer.Content.ReadFromJsonAsync<T>())!;
        }
    }
}
