using System.Globalization;
using Dev.Workspace;
using Npgsql;

namespace Dev.Databases;

/// <summary>The database of one service, with the role that owns it and the role that the service uses.</summary>
internal sealed record ServiceDatabase(string Name)
{
    // With three replicas of each service this stays below what the server admits.
    private const int PoolSizeMax = 40;

    public static ServiceDatabase Billing { get; } = new("billing");

    public static ServiceDatabase Credits { get; } = new("credits");

    public static IReadOnlyList<ServiceDatabase> All { get; } = [Credits, Billing];

    public string OwnerRole => Name + "_owner";

    public string ServiceRole => Name + "_service";

    /// <summary>The setting that both the service and tools/Operator read.</summary>
    public string Variable => "ConnectionStrings__" + char.ToUpperInvariant(Name[0]) + Name[1..];

    public string OwnerPassword(Settings settings) => settings.Secret($"{Name.ToUpperInvariant()}_OWNER_PASSWORD");

    public string ServicePassword(Settings settings) => settings.Secret($"{Name.ToUpperInvariant()}_SERVICE_PASSWORD");

    public string OwnerConnectionString(Settings settings) => ConnectionString(settings, OwnerRole, OwnerPassword(settings));

    public string ServiceConnectionString(Settings settings) => ConnectionString(settings, ServiceRole, ServicePassword(settings));

    /// <summary>The service role's address as libpq writes it: for psql, and for checks from outside.</summary>
    public string ServiceUri(Settings settings) => string.Create(
        CultureInfo.InvariantCulture,
        $"postgresql://{ServiceRole}:{ServicePassword(settings)}@127.0.0.1:{settings.Port(ComponentNames.Postgres)}/{Name}");

    private string ConnectionString(Settings settings, string role, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = settings.Port(ComponentNames.Postgres),
        Database = Name,
        Username = role,
        Password = password,
        MaxPoolSize = PoolSizeMax,
    }.ConnectionString;
}
