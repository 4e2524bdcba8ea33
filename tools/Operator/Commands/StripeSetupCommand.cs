using Operator.StripeSetup;
using Stripe;

namespace Operator.Commands;

/// <summary>Makes what the product needs in a Stripe account, and prints the settings that name it. Run again it changes nothing.</summary>
/// <remarks>Each thing is found again by a name of ours (product id, lookup key, metadata, URL), never by guessing from what looks alike.</remarks>
internal static class StripeSetupCommand
{
    private const string UrlOption = "--webhook-url";
    private const string VerificationOption = "--verification-cents";
    private const int VerificationCentsDefault = 2_000;

    public static async Task<int> RunAsync(
        Installation installation, IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new CommandOptions(arguments, UrlOption, VerificationOption);
        var url = options.Address(UrlOption);
        var verification = WantedPrice.OfVerification(options.Number(VerificationOption, VerificationCentsDefault));
        var stripe = installation.OpenStripe();
        try
        {
            await SetUpAsync(stripe, [.. WantedPrice.OfPlan(installation), verification], url, output, cancellationToken);
            return ExitCode.Done;
        }
        catch (StripeException exception)
        {
            await output.WriteLineAsync($"# Stripe refused: {exception.Message}");
            return ExitCode.Failed;
        }
    }

    private static async Task SetUpAsync(
        StripeClient stripe, IReadOnlyList<WantedPrice> prices, Uri? url, TextWriter output, CancellationToken cancellationToken)
    {
        var settings = new List<string>();
        foreach (var wanted in prices)
        {
            settings.Add($"export {wanted.Setting}={await new PriceSetup(stripe, output).EnsureAsync(wanted, cancellationToken)}");
        }
        settings.Add($"export STRIPE_PORTAL_CONFIGURATION_ID={await new PortalSetup(stripe, output).EnsureAsync(cancellationToken)}");
        settings.Add(url is null ? $"# No webhook endpoint: give {UrlOption} where Stripe shall send events."
            : await new EndpointSetup(stripe, output).EnsureAsync(url, cancellationToken) is { } secret ? $"export STRIPE_WEBHOOK_SECRET={secret}"
            : "# STRIPE_WEBHOOK_SECRET: Stripe showed it when the endpoint was made, and the dashboard still does.");
        foreach (var setting in settings)
        {
            await output.WriteLineAsync(setting);
        }
    }
}
