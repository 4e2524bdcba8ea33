using System.Globalization;

namespace Operator;

/// <summary>What the program tells its caller.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something is wrong with the data, or could not be done.</summary>
    public const int Failed = 1;

    public const int Usage = 2;
}

/// <summary>The command line makes no sense; the message says what would.</summary>
internal sealed class UsageException(string message) : Exception(message);

internal static class Usage
{
    public static int Print()
    {
        Console.Error.WriteLine(
            """
            Operator: the commands for whoever runs Playground Credits.

              migrate --database credits|billing [--service-role ROLE]
                  Brings the schema up to date and lets the service's role use it.
                  ConnectionStrings__Credits or ConnectionStrings__Billing: the OWNER's connection.
              verify-ledger
                  Proves every account, or names the row that is wrong. ConnectionStrings__Credits.
              reconcile [--grace-seconds N] [--as-of TIME]
                  Compares what was paid with what was granted, N seconds (60) before TIME (now). ConnectionStrings__Billing.
              doctor [--webhook-url URL]
                  Says what is wrong with a set-up and what to do about it. The services' settings, as they have them.
              stripe-setup [--webhook-url URL] [--verification-cents N]
                  Makes products, prices, portal configuration and webhook endpoint in the account of STRIPE_SECRET_KEY, and prints
                  the settings. Run again it changes nothing.
              backfill --since 6h
                  Brings in the Stripe events of the last 6 hours (m, h, d; at most 30d) that were missed. The settings of Billing:
                  ConnectionStrings__Billing, STRIPE_SECRET_KEY, STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET, WebhookIngress__Url.
              check-statement FILE
                  Recomputes a user's statement, or names its first line that is wrong. No database, no network.

            Exit codes: 0 well, 1 something is wrong, 2 not understood.
            """);
        return ExitCode.Usage;
    }
}

/// <summary>Options of the form <c>--name value</c>.</summary>
internal sealed class CommandOptions
{
    private const int DurationLengthMax = 7;

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public CommandOptions(IReadOnlyList<string> arguments, params string[] known)
    {
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (!known.Contains(arguments[index], StringComparer.Ordinal) || index + 1 == arguments.Count)
            {
                throw new UsageException($"{arguments[index]} is not understood here. Known: {string.Join(", ", known)}, each with a value.");
            }
            values[arguments[index]] = arguments[index + 1];
        }
    }

    public string? Text(string name) => values.GetValueOrDefault(name);

    public DateTimeOffset? Time(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new UsageException($"{name} takes a time, for example 2026-11-01T12:00:00Z.");
    }

    public Uri? Address(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UsageException($"{name} takes an http or https URL.");
    }

    /// <summary>A number of minutes, hours or days: <c>90m</c>, <c>6h</c>, <c>30d</c>. Null when it is absent or anything else.</summary>
    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { Length: > 1 and <= DurationLengthMax } text
            || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
        {
            return null;
        }
        return text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    public int Number(string name, int otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException($"{name} takes a whole number.");
    }
}

/// <summary>Connection strings, under the names the services use.</summary>
internal static class Connections
{
    public static string Of(string name) => Environment.GetEnvironmentVariable($"ConnectionStrings__{name}") is { Length: > 0 } value
        ? value
        : throw new UsageException($"ConnectionStrings__{name} is not set: the PostgreSQL database of {name}.");
}
