using Operator.Doctor;
using Stripe;

namespace Operator.Commands;

/// <summary>Says what is wrong with a set-up, and what to do about it. Changes nothing.</summary>
internal static class DoctorCommand
{
    private const string UrlOption = "--webhook-url";

    public static async Task<int> RunAsync(
        Installation installation, IReadOnlyList<string> arguments, TimeProvider time, TextWriter output, CancellationToken cancellationToken)
    {
        var url = new CommandOptions(arguments, UrlOption).Address(UrlOption);
        var wrong = 0;
        await foreach (var finding in ExamineAsync(installation, url, time, cancellationToken))
        {
            wrong += finding.IsWell ? 0 : 1;
            await output.WriteLineAsync(finding.ToString());
        }
        await output.WriteLineAsync(wrong == 0 ? "All is well." : $"{wrong} to put right.");
        return wrong == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static async IAsyncEnumerable<Finding> ExamineAsync(
        Installation installation, Uri? url, TimeProvider time, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var finding in SettingsCheck.Run(installation))
        {
            yield return finding;
        }
        yield return await DatabaseCheck.OfBillingAsync(installation, cancellationToken);
        yield return await DatabaseCheck.OfCreditsAsync(installation, cancellationToken);
        yield return await BrokerCheck.RunAsync(installation, cancellationToken);
        if (installation.SecretKey is null)
        {
            yield break;
        }
        var stripe = installation.OpenStripe();
        var account = await AccountCheck.RunAsync(stripe, time, cancellationToken);
        foreach (var finding in account)
        {
            yield return finding;
        }
        // Without an account there is nothing more to look at.
        if (account[0].IsWell)
        {
            foreach (var finding in await ExamineAccountAsync(installation, stripe, url, time, cancellationToken))
            {
                yield return finding;
            }
        }
    }

    private static async Task<IReadOnlyList<Finding>> ExamineAccountAsync(
        Installation installation, StripeClient stripe, Uri? url, TimeProvider time, CancellationToken cancellationToken)
    {
        var findings = new List<Finding>();
        foreach (var wanted in (WantedPrice[])[.. WantedPrice.OfPlan(installation), WantedPrice.OfVerification(amountCents: null)])
        {
            if (await PriceCheck.RunAsync(installation, stripe, wanted, cancellationToken) is { } finding)
            {
                findings.Add(finding);
            }
        }
        findings.Add(await PortalCheck.RunAsync(installation, stripe, cancellationToken));
        var endpoint = await EndpointCheck.FindAsync(stripe, url, cancellationToken);
        findings.AddRange(EndpointCheck.Run(endpoint, url));
        if (endpoint is not null)
        {
            findings.AddRange(await SecretCheck.RunAsync(installation, new Uri(endpoint.Url), time, cancellationToken));
        }
        findings.Add(await DeliveryCheck.RunAsync(stripe, time, cancellationToken));
        return findings;
    }
}
