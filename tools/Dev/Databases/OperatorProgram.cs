using System.Globalization;
using Dev.Building;
using Dev.Components;
using Dev.Workspace;
using LocalServers.Processes;

namespace Dev.Databases;

/// <summary>Runs tools/Operator with the settings of this system.</summary>
internal static class OperatorProgram
{
    private const string Project = "Operator";

    // A payment and its grant are a moment apart; on one machine no more than this.
    private const int GraceSeconds = 5;

    /// <summary>Changes with the program, and so with its migrations.</summary>
    public static string Fingerprint(Workplace workplace) => Built(workplace).Fingerprint();

    public static async Task MigrateAsync(Workplace workplace, ServiceDatabase database, CancellationToken cancellationToken)
    {
        var result = await RunAsync(
            workplace,
            ["migrate", "--database", database.Name, "--service-role", database.ServiceRole],
            database.Variable,
            database.OwnerConnectionString(workplace.Settings),
            cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new DevException($"The migration of the database {database.Name} failed:\n{result.Said}");
        }
    }

    public static Task<ShortProgramResult> VerifyLedgerAsync(Workplace workplace, CancellationToken cancellationToken) =>
        RunAsync(workplace, ["verify-ledger"], ServiceDatabase.Credits, cancellationToken);

    /// <summary>By the business clock: what was bought in a future that the clock was moved to is compared too.</summary>
    public static Task<ShortProgramResult> ReconcileAsync(Workplace workplace, CancellationToken cancellationToken) => RunAsync(
        workplace,
        [
            "reconcile",
            "--as-of", new DevelopmentClock(workplace.Checkout).Now.ToString("O", CultureInfo.InvariantCulture),
            "--grace-seconds", GraceSeconds.ToString(CultureInfo.InvariantCulture),
        ],
        ServiceDatabase.Billing,
        cancellationToken);

    /// <summary>With everything that Billing knows.</summary>
    public static Task<ShortProgramResult> BackfillAsync(Workplace workplace, string since, CancellationToken cancellationToken) =>
        RunAsync(workplace, ["backfill", "--since", since], DotnetEnvironment.For(workplace, ComponentNames.Billing, replica: 1), cancellationToken);

    /// <summary>With everything that the services know, as one set-up.</summary>
    public static Task<ShortProgramResult> DoctorAsync(Workplace workplace, CancellationToken cancellationToken) =>
        RunAsync(workplace, ["doctor", "--webhook-url", workplace.WebhookUrl], DotnetEnvironment.ForAll(workplace), cancellationToken);

    /// <param name="workplace">Whose Stripe.</param>
    /// <param name="webhookUrl">Where Stripe shall send events; null leaves the endpoint alone.</param>
    /// <param name="cancellationToken">Ends the program.</param>
    public static Task<ShortProgramResult> SetUpStripeAsync(Workplace workplace, string? webhookUrl, CancellationToken cancellationToken) =>
        RunAsync(
            workplace,
            webhookUrl is null ? ["stripe-setup"] : ["stripe-setup", "--webhook-url", webhookUrl],
            DotnetEnvironment.ForAll(workplace),
            cancellationToken);

    private static Task<ShortProgramResult> RunAsync(
        Workplace workplace, string[] arguments, ServiceDatabase database, CancellationToken cancellationToken) =>
        RunAsync(workplace, arguments, database.Variable, database.ServiceConnectionString(workplace.Settings), cancellationToken);

    private static Task<ShortProgramResult> RunAsync(
        Workplace workplace, string[] arguments, string variable, string connectionString, CancellationToken cancellationToken) =>
        RunAsync(workplace, arguments, new Dictionary<string, string?> { [variable] = connectionString }, cancellationToken);

    private static Task<ShortProgramResult> RunAsync(
        Workplace workplace, string[] arguments, IReadOnlyDictionary<string, string?> environment, CancellationToken cancellationToken)
    {
        var program = Built(workplace);
        // It runs for a second and nobody rebuilds it meanwhile, so it runs from where it was built.
        return ShortProgram.RunAsync(
            "dotnet",
            [program.File, .. arguments],
            workplace.Checkout.Root,
            environment,
            cancellationToken);
    }

    private static BuiltProgram Built(Workplace workplace)
    {
        var program = BuiltProgram.Of(workplace.Checkout, Project);
        return program.Exists ? program : throw new DevException("tools/Operator is not built: ./dev up builds it.");
    }
}
