using Dev.Databases;
using Dev.Workspace;

namespace Dev.Components;

/// <summary>The settings that each program gets, as environment variables.</summary>
internal static class DotnetEnvironment
{
    // It has its port before it has a program.
    private const string WebClient = "web";

    // In the caller's environment by accident, these would change what a service does.
    private static readonly string[] Removed = ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "DOTNET_ENVIRONMENT"];

    public static SortedDictionary<string, string?> For(Workplace workplace, string name, int replica)
    {
        var environment = new SortedDictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = workplace.Settings.Url(name, replica),
            ["MASSTRANSIT_USAGE_TELEMETRY"] = "false",
            ["DOTNET_NOLOGO"] = "1",
            // Read back by `./dev logs`.
            ["Logging__Console__FormatterName"] = "json",
            ["Logging__Console__FormatterOptions__UseUtcTimestamp"] = "true",
            ["Logging__Console__FormatterOptions__TimestampFormat"] = "yyyy-MM-ddTHH:mm:ss.fffZ",
        };
        foreach (var variable in Removed.Concat(StripeChoice.GivenNames()))
        {
            environment[variable] = null;
        }

        foreach (var (variable, value) in OwnSettings(workplace, name))
        {
            environment[variable] = value;
        }

        return environment;
    }

    /// <summary>The settings of the ingress, Billing and Credits together, which have each name for one thing.</summary>
    public static SortedDictionary<string, string?> ForAll(Workplace workplace)
    {
        var environment = For(workplace, ComponentNames.Billing, replica: 1);
        foreach (var (variable, value) in OwnSettings(workplace, ComponentNames.Ingress).Concat(OwnSettings(workplace, ComponentNames.Credits)))
        {
            environment[variable] = value;
        }

        return environment;
    }

    private static IEnumerable<KeyValuePair<string, string?>> OwnSettings(Workplace workplace, string name) => name switch
    {
        ComponentNames.Stripe => Emulator(workplace),
        ComponentNames.Gateway => [.. Authentication(workplace), .. Destinations(workplace)],
        ComponentNames.Ingress => [RabbitMq(workplace), .. Stripe(workplace, IsWebhookSecret)],
        ComponentNames.Billing =>
        [
            .. Authentication(workplace), RabbitMq(workplace), Database(workplace, ServiceDatabase.Billing), Clock(workplace),
            .. Stripe(workplace, variable => variable == StripeChoice.WebhookSecret || !IsWebhookSecret(variable)),
            new("WebhookIngress__Url", workplace.WebhookUrl),
            // Whoever joins an organization here waits for the price to follow.
            new("Chores__IntervalMilliseconds", "2000"),
            new("ReturnUrls__Origins", $"{workplace.Settings.Url(ComponentNames.Gateway)},{workplace.Settings.Url(WebClient)}"),
        ],
        ComponentNames.Credits =>
            [.. Authentication(workplace), RabbitMq(workplace), Database(workplace, ServiceDatabase.Credits), Clock(workplace)],
        _ => throw new DevException($"{name} is not a program of this solution."),
    };

    private static IEnumerable<KeyValuePair<string, string?>> Emulator(Workplace workplace) =>
    [
        new(StripeChoice.SecretKey, workplace.Stripe[StripeChoice.SecretKey]),
        new(StripeChoice.PublishableKey, workplace.Stripe[StripeChoice.PublishableKey]),
        new("Webhooks__0__Url", workplace.WebhookUrl),
        new("Webhooks__0__Secrets", workplace.Stripe[StripeChoice.WebhookSecret]),
        // So that the ingress takes what `stripe listen` forwards to it.
        new("Webhooks__ListenSecret", workplace.Stripe[StripeChoice.WebhookSecret]),
        new("Prices__0__Id", workplace.Stripe[StripeChoice.PlanPrice]),
        new("Prices__0__AmountCents", "500"),
        new("Prices__1__Id", workplace.Stripe[StripeChoice.MemberPrice]),
        new("Prices__1__AmountCents", "200"),
        new("Prices__2__Id", workplace.Stripe[StripeChoice.VerificationPrice]),
        new("Prices__2__AmountCents", "2000"),
        new("Portal__DefaultConfiguration", "from_start"),
        Clock(workplace),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Authentication(Workplace workplace) =>
    [
        new("Authentication__Issuer", workplace.Issuer),
        new("Authentication__DevelopmentJwksFile", workplace.JwksFile),
    ];

    private static IEnumerable<KeyValuePair<string, string?>> Stripe(Workplace workplace, Func<string, bool> wanted) =>
        workplace.Stripe.Variables
            .Where(variable => wanted(variable.Key))
            .Select(variable => new KeyValuePair<string, string?>(variable.Key, variable.Value));

    private static bool IsWebhookSecret(string variable) => variable.StartsWith(StripeChoice.WebhookSecret, StringComparison.Ordinal);

    // Every replica that runs, and the first one in any case: the Gateway may be started before the others.
    private static IEnumerable<KeyValuePair<string, string?>> Destinations(Workplace workplace)
    {
        foreach (var name in new[] { ComponentNames.Billing, ComponentNames.Credits })
        {
            foreach (var replica in workplace.State.Alive(name).Select(running => running.Replica).Append(1).Distinct().Order())
            {
                var destination = replica == 1 ? "main" : FormattableString.Invariant($"replica{replica}");
                yield return new(
                    $"ReverseProxy__Clusters__{name}__Destinations__{destination}__Address", workplace.Settings.Url(name, replica));
            }
        }
    }

    private static KeyValuePair<string, string?> RabbitMq(Workplace workplace) =>
        new("ConnectionStrings__RabbitMq", Addresses.RabbitMq(workplace).ToString());

    private static KeyValuePair<string, string?> Database(Workplace workplace, ServiceDatabase database) =>
        new(database.Variable, database.ServiceConnectionString(workplace.Settings));

    private static KeyValuePair<string, string?> Clock(Workplace workplace) =>
        new("Development__ClockFile", workplace.Checkout.ClockFile);
}
