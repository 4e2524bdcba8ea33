using Dev.CommandLine;
using Dev.Databases;
using Dev.Workspace;
using LocalServers.Postgres;
using LocalServers.Processes;

namespace Dev.Commands;

/// <summary><c>./dev env</c>: addresses, keys and process ids, for scripts: <c>eval "$(./dev env)"</c>.</summary>
internal static class EnvCommand
{
    public static Command Command { get; } = new("env", "", "Prints addresses, keys and process ids as KEY=VALUE lines", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        Arguments.Parse(given, [], []).NoWords();
        var workplace = await Workplace.OpenAsync(cancellationToken);
        foreach (var (name, value) in Addresses(workplace).Concat(ProcessIds(workplace)))
        {
            Console.WriteLine($"{name}={value}");
        }

        return ExitCodes.Success;
    }

    private static IEnumerable<(string Name, string Value)> Addresses(Workplace workplace)
    {
        var settings = workplace.Settings;
        yield return ("GATEWAY_URL", settings.Url(ComponentNames.Gateway));
        yield return ("INGRESS_URL", settings.Url(ComponentNames.Ingress));
        yield return ("WEBHOOK_URL", workplace.WebhookUrl);
        yield return ("BILLING_URL", settings.Url(ComponentNames.Billing));
        yield return ("CREDITS_URL", settings.Url(ComponentNames.Credits));
        foreach (var extra in workplace.State.Alive().Where(running => running.Replica > 1))
        {
            yield return (FormattableString.Invariant($"{extra.Name.ToUpperInvariant()}_URL_{extra.Replica}"), settings.Url(extra.Name, extra.Replica));
        }

        foreach (var name in new[]
        {
            StripeChoice.ApiBase, StripeChoice.SecretKey, StripeChoice.PublishableKey, StripeChoice.WebhookSecret, StripeChoice.PlanPrice,
            StripeChoice.MemberPrice, StripeChoice.VerificationPrice,
        })
        {
            yield return (name, workplace.Stripe[name]);
        }

        yield return ("BILLING_DB", ServiceDatabase.Billing.ServiceUri(settings));
        yield return ("CREDITS_DB", ServiceDatabase.Credits.ServiceUri(settings));
        if (workplace.State.Alive(ComponentNames.Postgres) is [var postgres])
        {
            yield return ("POSTGRES_URL", Superuser(workplace, postgres.Process));
        }

        yield return ("RABBITMQ_URL", Components.Addresses.RabbitMq(workplace).ToString());
        yield return ("RABBITMQ_MANAGEMENT_URL", Components.Addresses.RabbitMqManagement(workplace).ToString().TrimEnd('/'));
    }

    private static string Superuser(Workplace workplace, ServerProcess process) =>
        LocalPostgres.Attach(workplace.Checkout.Postgres, workplace.Settings.Port(ComponentNames.Postgres), process).Uri;

    // Without a number for the first replica, and numbered for every one of what can have several.
    private static IEnumerable<(string Name, string Value)> ProcessIds(Workplace workplace)
    {
        foreach (var running in workplace.State.Alive())
        {
            var name = "PID_" + running.Name.ToUpperInvariant();
            var id = FormattableString.Invariant($"{running.Process.Id}");
            if (running.Replica == 1)
            {
                yield return (name, id);
            }

            if (ComponentNames.WithReplicas.Contains(running.Name))
            {
                yield return (FormattableString.Invariant($"{name}_{running.Replica}"), id);
            }
        }
    }
}
