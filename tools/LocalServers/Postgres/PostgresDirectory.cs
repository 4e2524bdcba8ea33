using LocalServers.Processes;

namespace LocalServers.Postgres;

/// <summary>Where a private PostgreSQL keeps its data, and as whom it runs.</summary>
/// <remarks>
/// PostgreSQL refuses to run as root, so for root it runs as the user that Debian's package made. That user must be able to
/// enter the directory; under a home directory, for example, it can't, and the data is kept in /var/tmp instead.
/// </remarks>
internal sealed record PostgresDirectory(string Path, string? User)
{
    private const string PackageUser = "postgres";

    public string Data => System.IO.Path.Combine(Path, "data");

    public string PasswordFile => System.IO.Path.Combine(Path, "password");

    public string LogFile => System.IO.Path.Combine(Path, "postgres.log");

    public static async Task<PostgresDirectory> PrepareAsync(string wanted, CancellationToken cancellationToken)
    {
        wanted = System.IO.Path.GetFullPath(wanted);
        if (!Environment.IsPrivilegedProcess)
        {
            PrivateFiles.CreateDirectory(wanted);
            return new PostgresDirectory(wanted, User: null);
        }

        Directory.CreateDirectory(wanted);
        var directory = new PostgresDirectory(wanted, PackageUser);
        if (!await directory.CanBeEnteredAsync(cancellationToken))
        {
            Directory.Delete(wanted);
            directory = directory with { Path = FallbackDirectory.Create(wanted) };
        }

        await directory.HandOverAsync(cancellationToken);
        return directory;
    }

    /// <summary>The directory as an earlier start prepared it.</summary>
    public static PostgresDirectory Existing(string wanted)
    {
        wanted = System.IO.Path.GetFullPath(wanted);
        var user = Environment.IsPrivilegedProcess ? PackageUser : null;
        return new PostgresDirectory(Directory.Exists(wanted) || user is null ? wanted : FallbackDirectory.For(wanted), user);
    }

    private async Task<bool> CanBeEnteredAsync(CancellationToken cancellationToken)
    {
        var parent = System.IO.Path.GetDirectoryName(Path)!;
        var asUser = ServerLauncher.AsUser(User);
        var result = await ShortProgram.RunAsync(asUser[0], [.. asUser[1..], "test", "-x", parent], null, null, cancellationToken);
        return result.ExitCode == 0;
    }

    // In /var/tmp anybody could have made the directory before us, so nothing of another user's is taken over.
    private async Task HandOverAsync(CancellationToken cancellationToken)
    {
        var owner = await ShortProgram.RunAsync("stat", ["-c", "%U", Path], null, null, cancellationToken);
        if (owner.Output.Trim() is not ("root" or PackageUser))
        {
            throw new LocalServerException($"{Path} belongs to somebody else ({owner.Output.Trim()}). Remove it, or set DEV_DIR to another place.");
        }

        var handed = await ShortProgram.RunAsync("chown", [$"{PackageUser}:", Path], null, null, cancellationToken);
        if (handed.ExitCode != 0)
        {
            throw new LocalServerException($"The directory {Path} can't be given to the user {PackageUser}: {handed.Said}");
        }

        PrivateFiles.CloseDirectory(Path);
    }
}
