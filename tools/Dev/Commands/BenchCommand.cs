using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Dev.Building;
using Dev.CommandLine;
using Dev.Databases;
using Dev.Identity;
using Dev.Workspace;
using LocalServers;
using LocalServers.Postgres;

namespace Dev.Commands;

/// <summary><c>./dev bench</c>: load against the running system, beside pgbench in the same PostgreSQL.</summary>
internal static class BenchCommand
{
    private const string Project = "LoadTest";
    private const int AccountsCount = 1_000;
    private const string Seconds = "--seconds";
    private const string Connections = "--connections";
    private const string Repeats = "--repeats";
    private const string Json = "--json";

    private static readonly string[] Scenarios = ["spend", "hot", "holds", "balance", "history", "webhook", "stripe"];

    private static readonly int[] ConnectionCounts = [1, 16, 64];

    public static Command Command { get; } = new(
        "bench", $"[{string.Join('|', Scenarios)}]… [{Seconds} N] [{Connections} N] [{Repeats} N] [{Json} FILE]",
        "Load against the running system and pgbench beside it; prints ratios, proves the ledger", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [], [Seconds, Connections, Repeats, Json]);
        var scenarios = arguments.Words is { Count: > 0 } words ? words : Scenarios;
        if (scenarios.Except(Scenarios, StringComparer.Ordinal).FirstOrDefault() is { } unknown)
        {
            throw new UsageException($"There is no load {unknown}.");
        }
        var workplace = await Workplace.OpenAsync(cancellationToken);
        var replicas = workplace.State.Alive(ComponentNames.Credits);
        if (replicas.Count == 0 || workplace.State.Alive(ComponentNames.Postgres) is not [var postgres])
        {
            throw new DevException("The system does not run: ./dev up --detach");
        }
        await SolutionBuild.LoadTest.EnsureAsync(workplace.Checkout, cancellationToken);

        var directory = Path.Combine(workplace.Checkout.DevDirectory, "bench");
        PrivateFiles.CreateDirectory(directory);
        var plan = Path.Combine(directory, "plan.json");
        using var key = await SigningKey.LoadAsync(workplace, cancellationToken);
        // New ones for each run, so that no run finds what another has left.
        var run = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        object NewAccount(string name)
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"bench-{run}-{name}");
            return new { UserId = user, Token = new AccessToken(user).Sign(key, workplace.Issuer) };
        }

        PrivateFiles.Write(plan, JsonSerializer.Serialize(new
        {
            CreditsUrls = replicas.Select(replica => workplace.Settings.Url(ComponentNames.Credits, replica.Replica)).ToArray(),
            SpendToken = new AccessToken("playground-backend") { Scopes = ["credits:spend"] }.Sign(key, workplace.Issuer),
            AdminToken = new AccessToken("bench-operator") { IsAdmin = true }.Sign(key, workplace.Issuer),
            Accounts = Enumerable.Range(1, AccountsCount).Select(number => NewAccount($"{number:0000}")).ToArray(),
            HistoryAccount = NewAccount("history"),
            PostgresUri = LocalPostgres.Attach(workplace.Checkout.Postgres, workplace.Settings.Port(ComponentNames.Postgres), postgres.Process).Uri,
            Verifier = new[] { "dotnet", BuiltProgram.Of(workplace.Checkout, "Operator").File, "verify-ledger" },
            VerifierEnvironment = new Dictionary<string, string>
            {
                [ServiceDatabase.Credits.Variable] = ServiceDatabase.Credits.ServiceConnectionString(workplace.Settings),
            },
            Webhooks = new
            {
                IngressUrl = workplace.Settings.Url(ComponentNames.Ingress),
                Secret = workplace.Stripe[StripeChoice.WebhookSecret].Split(',')[0].Trim(),
                BrokerUri = Components.Addresses.RabbitMq(workplace).ToString(),
                BillingDatabase = ServiceDatabase.Billing.ServiceConnectionString(workplace.Settings),
                CreditsDatabase = ServiceDatabase.Credits.ServiceConnectionString(workplace.Settings),
            },
            LocalStripe = new[] { "dotnet", BuiltProgram.Of(workplace.Checkout, "StripeEmulator").File },
            Scenarios = scenarios,
            Seconds = arguments.Number(Seconds, 1, 600) ?? 5,
            Repeats = arguments.Number(Repeats, 1, 99) ?? 1,
            Connections = arguments.Number(Connections, 1, 512) is { } count ? [count] : ConnectionCounts,
            JsonFile = arguments.Value(Json) is { } file ? Path.GetFullPath(file) : null,
            HtmlFile = Path.Combine(directory, "report.html"),
        }, JsonSerializerOptions.Web));
        return await RunAsync(BuiltProgram.Of(workplace.Checkout, Project).File, plan, cancellationToken);
    }

    // With this terminal as its own, so that its table is as wide as the window.
    private static async Task<int> RunAsync(string program, string plan, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [program, plan]))
            ?? throw new DevException("The load test did not start.");
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode;
    }
}
