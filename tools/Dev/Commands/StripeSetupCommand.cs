using Dev.CommandLine;
using Dev.Databases;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev stripe-setup</c>: makes what the product needs in the Stripe account in use, with tools/Operator.</summary>
internal static class StripeSetupCommand
{
    private const string Url = "--webhook-url";

    public static Command Command { get; } = new(
        "stripe-setup", $"[{Url} URL]", "Makes products, prices, portal and webhook endpoint in the Stripe account, and prints the settings", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [], [Url]);
        arguments.NoWords();
        var workplace = await Workplace.OpenAsync(cancellationToken);
        // The real Stripe can't reach this machine, so where it shall send is for the caller to say.
        var url = arguments.Value(Url) ?? (workplace.Stripe.IsLocal ? workplace.WebhookUrl : null);
        var result = await OperatorProgram.SetUpStripeAsync(workplace, url, cancellationToken);
        await Console.Error.WriteAsync(result.Error);
        Output.Line(result.Output.Trim());
        return result.ExitCode;
    }
}
