using Billing.Persistence;
using Credits.Persistence;

namespace Operator.Commands;

/// <summary>Brings a service's schema up to date. Services never do: they have no right to.</summary>
internal static class MigrateCommand
{
    private const string DatabaseOption = "--database";
    private const string ServiceRoleOption = "--service-role";

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var options = new CommandOptions(arguments, DatabaseOption, ServiceRoleOption);
        var serviceRole = options.Text(ServiceRoleOption);
        await (options.Text(DatabaseOption) switch
        {
            "credits" => CreditsDatabase.MigrateAsync(Connections.Of("Credits"), serviceRole, cancellationToken),
            "billing" => BillingDatabase.MigrateAsync(Connections.Of("Billing"), serviceRole, cancellationToken),
            _ => throw new UsageException($"{DatabaseOption} takes credits or billing."),
        });
        Console.WriteLine($"The {options.Text(DatabaseOption)} database is up to date.");
        return ExitCode.Done;
    }
}
