using System.Text.Json;
using LoadTest.Webhooks;

namespace LoadTest;

/// <summary>What to load, with what, and for how long.</summary>
internal sealed record LoadPlan
{
    public const int SecondsMax = 600;
    public const int ConnectionsMax = 512;
    public const int RepeatsMax = 99;

    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The Credits service: the playground's backend calls it inside the cluster, so the load goes there directly. Several are taken in turn.</summary>
    public required string[] CreditsUrls { get; init; }

    /// <summary>May spend for any user.</summary>
    public required string SpendToken { get; init; }

    /// <summary>May grant credits.</summary>
    public required string AdminToken { get; init; }

    /// <summary>The accounts, each with a token of its user. The first one is the hot account.</summary>
    public required Account[] Accounts { get; init; }

    /// <summary>An account of its own for the history, so that it is as long as it is said to be.</summary>
    public required Account HistoryAccount { get; init; }

    /// <summary>The superuser's address of the PostgreSQL that the service uses, for a scratch database of the baseline (libpq URI).</summary>
    public required string PostgresUri { get; init; }

    /// <summary>The program that proves the ledger, with its arguments, and its environment.</summary>
    public required string[] Verifier { get; init; }

    public required Dictionary<string, string> VerifierEnvironment { get; init; }

    public required string[] Scenarios { get; init; }

    /// <summary>Needed for the webhook scenario alone.</summary>
    public WebhookTarget? Webhooks { get; init; }

    /// <summary>The program that is a local Stripe, with its arguments; needed for the stripe scenario alone.</summary>
    public string[] LocalStripe { get; init; } = [];

    public int Seconds { get; init; } = 5;

    /// <summary>Load that is not measured, before all that is: the service compiles its code while it runs.</summary>
    public int WarmUpSeconds { get; init; } = 10;

    /// <summary>How often each measurement is made. The one with the median ratio counts.</summary>
    public int Repeats { get; init; } = 1;

    public int[] Connections { get; init; } = [1, 16, 64];

    public string? JsonFile { get; init; }

    public string? HtmlFile { get; init; }

    public static LoadPlan Parse(string json)
    {
        var plan = JsonSerializer.Deserialize<LoadPlan>(json, Json) ?? throw new JsonException("The plan is empty.");
        return plan.Seconds is >= 1 and <= SecondsMax && plan.Connections.All(count => count is >= 1 and <= ConnectionsMax)
            && plan.Repeats is >= 1 and <= RepeatsMax && plan.WarmUpSeconds is >= 0 and <= SecondsMax
            ? plan
            : throw new JsonException(
                $"seconds lies between 1 and {SecondsMax}, connections between 1 and {ConnectionsMax}, repeats between 1 and {RepeatsMax}.");
    }
}

/// <summary>An account of the load test.</summary>
internal sealed record Account(string UserId, string Token);
