using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Npgsql;
using Testing;
using Testing.Stripe;

namespace EndToEnd.Tests;

/// <summary>The whole system as processes, as <c>./dev up</c> starts it, apart from the one a developer may be running.</summary>
public sealed class RunningSystem : IAsyncLifetime
{
    /// <summary>What an account is opened with.</summary>
    internal const long SignupBonus = 5;

    private const string Base = "/api/v1/playground/credits";

    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";

    private static readonly TimeSpan CommandDeadline = TimeSpan.FromMinutes(8);
    private static readonly string Root = FindRoot();

    // Not .NET's private temporary directory: PostgreSQL runs as a user of its own and must be able to enter.
    private readonly string state = Directory.CreateDirectory(
        Path.Combine(Path.GetTempPath(), $"playground-credits-e2e-{Guid.CreateVersion7():n}")).FullName;
    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> tokens = new(StringComparer.Ordinal);
    private Dictionary<string, string> environment = [];

    internal HttpClient Gateway { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await DevAsync("up", "--detach");
        await ReadEnvironmentAsync();
        Gateway = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = new Uri(Setting("GATEWAY_URL")) };
    }

    public async Task DisposeAsync()
    {
        await DevAsync("down");
        Gateway.Dispose();
        Directory.Delete(state, recursive: true);
    }

    internal string Setting(string name) => environment[name];

    internal IEnumerable<(string Name, int Pid)> Processes => environment
        .Where(setting => setting.Key.StartsWith("PID_", StringComparison.Ordinal))
        .Select(setting => (setting.Key, int.Parse(setting.Value, CultureInfo.InvariantCulture)));

    internal static string NewUser() => $"user_{Guid.CreateVersion7():n}";

    /// <summary>Runs a command of <c>./dev</c>; a failure shows what it printed.</summary>
    internal async Task<string> DevAsync(params string[] arguments)
    {
        var (exitCode, output) = await TryDevAsync(arguments);
        Assert.True(exitCode == 0, $"./dev {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    internal async Task<(int ExitCode, string Output)> TryDevAsync(params string[] arguments)
    {
        // Not from the pool's variables: a test run's own servers are none of this system's business.
        var start = new ProcessStartInfo(Path.Combine(Root, "dev"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DEV_DIR"] = state;
        start.Environment.Remove("DEV_PORT_BASE");
        // What a scenario lets the system miss is for its own backfill to find.
        start.Environment["Backfill__IntervalSeconds"] = "0";
        // A broker that a busy machine makes slow is there all the same, and what is told to it is accepted.
        start.Environment["Messaging__ConfirmTimeoutMilliseconds"] = "30000";
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(CommandDeadline);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output + await errors);
    }

    internal async Task RestartAsync(string service)
    {
        await DevAsync("start", service);
        await ReadEnvironmentAsync();
    }

    internal async Task StartReplicasAsync(string service, int count)
    {
        await DevAsync("start", service, "--replicas", $"{count}");
        await ReadEnvironmentAsync();
    }

    /// <summary>Leaves one of them.</summary>
    internal async Task StopReplicaAsync(string service)
    {
        await DevAsync("stop", service, "--replicas", "1");
        await ReadEnvironmentAsync();
    }

    /// <summary>SIGKILL, at this very moment: a command would take its time.</summary>
    /// <param name="pid">Under which name <c>./dev env</c> shows the process.</param>
    internal void Kill(string pid)
    {
        using var process = Process.GetProcessById(Processes.Single(running => running.Name == pid).Pid);
        process.Kill();
        process.WaitForExit();
    }

    internal Task<string> TokenAsync(string user, params string[] options) => tokens.GetOrAdd(
        string.Join(' ', [user, .. options]),
        _ => new Lazy<Task<string>>(async () => (await DevAsync(["token", user, .. options])).Trim())).Value;

    internal async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? token, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method, Base + path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = body is null ? null : JsonContent.Create(body);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }
        return await Gateway.SendAsync(request);
    }

    internal async Task<HttpResponseMessage> SpendAsync(string user, long amount, string? idempotencyKey = null) =>
        await SendAsync(
            HttpMethod.Post, "/spend", await TokenAsync("playground", "--scope", "credits:spend"),
            new { userId = user, amount, sessionId = "session", description = "A conversation" }, idempotencyKey);

    /// <summary>Users to whom an operator gave credits.</summary>
    internal async Task<IReadOnlyList<string>> UsersWithAsync(int count, long credits, DateTimeOffset? expiresAt = null)
    {
        var token = await TokenAsync("operator", "--admin");
        var users = Enumerable.Range(0, count).Select(_ => NewUser()).ToList();
        await Task.WhenAll(users.Select(async userId =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/admin/credits/grant");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Content = JsonContent.Create(new { userId, amount = credits, reason = "For a test", expiresAt });
            using var answer = await Gateway.SendAsync(request);
            Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }));
        return users;
    }

    internal Task<long> BalanceInLedgerAsync(string user) => CreditsAsync<long>($"SELECT balance FROM accounts WHERE user_id = '{user}'");

    /// <summary>The services' time, which <c>./dev clock</c> may have moved ahead.</summary>
    internal async Task<DateTimeOffset> BusinessNowAsync() => DateTimeOffset.ParseExact(
        (await DevAsync("clock", "now")).Trim()[..TimeFormat.Length], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A paid pack's event, of a payment that only this event knows.</summary>
    internal SignedStripeEvent PaymentOf(string user, int credits) => SignedStripeEvent.PaymentIntentSucceeded(
        PaymentIntentFacts.ForPack(user, Guid.CreateVersion7().ToString(), "medium", credits, 1_000), Setting("STRIPE_WEBHOOK_SECRET"));

    internal async Task<int> PostWebhookAsync(SignedStripeEvent stripeEvent)
    {
        using var request = stripeEvent.SignedBy(Setting("STRIPE_WEBHOOK_SECRET")).ToRequest(Setting("WEBHOOK_URL"));
        using var response = await Gateway.SendAsync(request);
        return (int)response.StatusCode;
    }

    /// <summary>As Stripe does: again and again, until the answer is 200.</summary>
    internal Task DeliverAsync(SignedStripeEvent stripeEvent) =>
        Eventually.Async(async () => await PostWebhookAsync(stripeEvent) == 200, TimeSpan.FromMinutes(3));

    internal Task<T> CreditsAsync<T>(string sql) => ScalarAsync<T>(Setting("CREDITS_DB"), sql);

    internal Task<T> BillingAsync<T>(string sql) => ScalarAsync<T>(Setting("BILLING_DB"), sql);

    internal Task<T> SuperuserAsync<T>(string sql) => ScalarAsync<T>(
        new UriBuilder(Setting("POSTGRES_URL")) { Path = new Uri(Setting("CREDITS_DB")).AbsolutePath }.Uri.ToString(), sql);

    internal async Task AssertSoundAsync()
    {
        var (exitCode, output) = await TryDevAsync("verify");
        Assert.True(exitCode == 0, output);
    }

    private async Task ReadEnvironmentAsync() => environment = (await DevAsync("env"))
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static async Task<T> ScalarAsync<T>(string libpqUri, string sql)
    {
        var uri = new Uri(libpqUri);
        var user = uri.UserInfo.Split(':');
        var connectionString = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port,
            Database = uri.AbsolutePath.TrimStart('/'),
            Username = Uri.UnescapeDataString(user[0]),
            Password = Uri.UnescapeDataString(user[1]),
            Pooling = false,
        }.ConnectionString;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory.FullName, "PlaygroundCredits.slnx")))
        {
            directory = directory.Parent ?? throw new InvalidOperationException("The tests run from inside the checkout.");
        }
        return directory.FullName;
    }
}

/// <summary>One system for all scenarios, one scenario at a time: they kill its processes.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneSystem : ICollectionFixture<RunningSystem>
{
    public const string Name = "the running system";
}
