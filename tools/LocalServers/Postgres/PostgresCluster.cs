using LocalServers.Packages;
using LocalServers.Processes;

namespace LocalServers.Postgres;

/// <summary>The files of one private PostgreSQL: made on first use, found again afterwards.</summary>
internal static class PostgresCluster
{
    public const string Superuser = "postgres";

    /// <returns>The directory with the programs of the version that made the data.</returns>
    public static async Task<string> EnsureAsync(PostgresDirectory directory, CancellationToken cancellationToken)
    {
        var versionFile = Path.Combine(directory.Data, "PG_VERSION");
        if (File.Exists(versionFile))
        {
            var version = (await File.ReadAllTextAsync(versionFile, cancellationToken)).Trim();
            return InstalledPrograms.PostgresBinaries(version) ?? throw new LocalServerException(
                $"{directory.Data} was made by PostgreSQL {version}, which is not installed. Install postgresql-{version}, or start with empty data (./dev up --clean).");
        }

        var binaries = InstalledPrograms.PostgresBinaries()
            ?? throw new LocalServerException("PostgreSQL is not installed. Install it: sudo apt-get install postgresql");
        await CreateAsync(directory, binaries, cancellationToken);
        return binaries;
    }

    // Made under another name and moved when complete: an interrupted initdb must not be taken for a cluster.
    private static async Task CreateAsync(PostgresDirectory directory, string binaries, CancellationToken cancellationToken)
    {
        var unfinished = directory.Data + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        PrivateFiles.Password(directory.PasswordFile);
        if (directory.User is { } user)
        {
            await ShortProgram.RunAsync("chown", [$"{user}:", directory.PasswordFile], null, null, cancellationToken);
        }

        string[] command =
        [
            .. ServerLauncher.AsUser(directory.User),
            Path.Combine(binaries, "initdb"), "--pgdata", unfinished, "--username", Superuser, "--pwfile", directory.PasswordFile,
            "--auth", "scram-sha-256", "--encoding", "UTF8",
            // In the order of their bytes, which is that of their code points and the cheapest: nearly every key here is text.
            "--locale", "C.UTF-8", "--lc-collate", "C",
        ];
        var result = await ShortProgram.RunAsync(command[0], command[1..], directory.Path, null, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw new LocalServerException($"initdb failed: {result.Said}");
        }

        Directory.Move(unfinished, directory.Data);
    }
}
