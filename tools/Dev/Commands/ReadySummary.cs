using Dev.Components;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary>What a person wants to know when the system is up.</summary>
internal static class ReadySummary
{
    public static void Write(Workplace workplace, bool detached)
    {
        Output.LeaveLinesWhole();
        Output.Line();
        Output.Heading("Ready");
        Rows(
        [
            ("API", workplace.Settings.Url(ComponentNames.Gateway)),
            ("Stripe", workplace.Stripe.IsLocal ? $"{workplace.Stripe[StripeChoice.ApiBase]} (local)" : "the real one, as STRIPE_SECRET_KEY says"),
            ("Webhooks", workplace.WebhookUrl),
            ("RabbitMQ", Addresses.RabbitMqManagement(workplace).ToString().TrimEnd('/')),
        ]);
        Output.Heading("Demo users");
        Rows(
        [
            ("ada", "./dev token ada"),
            ("grace, of a verified organization", "./dev token grace --verified-org acme"),
            ("the playground backend", "./dev token playground --scope credits:spend"),
            ("an operator", "./dev token olga --admin"),
        ]);
        Output.Heading("Test cards");
        Rows(
        [
            ("4242 4242 4242 4242", "succeeds"),
            ("4000 0000 0000 0002", "is declined"),
        ]);
        Output.Heading("Next");
        Rows(
        [
            ("./dev demo", "the whole story, from sign-in to a renewal a month later"),
            ("./dev logs --follow", "what the services say"),
            ("./dev help", "everything else"),
            detached ? ("./dev down", "stops it, data kept") : ("Ctrl-C", "stops it, data kept"),
        ]);
    }

    private static void Rows((string Name, string Value)[] rows)
    {
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, value) in rows)
        {
            Output.Line($"  {name.PadRight(width)}  {value}");
        }
    }
}
