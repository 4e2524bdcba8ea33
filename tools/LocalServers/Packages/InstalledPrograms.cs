namespace LocalServers.Packages;

/// <summary>Where Debian's packages put the servers' programs, and the browser's.</summary>
internal static class InstalledPrograms
{
    public const string RabbitMqServer = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    public const string Chromium = "/usr/bin/chromium";
    public const string Epmd = "/usr/bin/epmd";
    private const string PostgresRoot = "/usr/lib/postgresql";

    /// <summary>The newest installed PostgreSQL, or the one of this major version; null when there is none.</summary>
    public static string? PostgresBinaries(string? majorVersion = null)
    {
        if (!Directory.Exists(PostgresRoot))
        {
            return null;
        }

        return Directory.GetDirectories(PostgresRoot)
            .Where(version => majorVersion is null || Path.GetFileName(version) == majorVersion)
            .Where(version => File.Exists(Path.Combine(version, "bin", "initdb")))
            .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin"))
            .FirstOrDefault();
    }

    public static bool HasRabbitMq => File.Exists(RabbitMqServer) && File.Exists(Epmd);

    public static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
