using System.Globalization;
using LocalServers.Processes;
using Npgsql;

namespace LocalServers.Postgres;

/// <summary>A private PostgreSQL on 127.0.0.1, as an ordinary process with its data in one directory.</summary>
public sealed class LocalPostgres
{
    private const int ConnectionsMax = 300;
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ChildrenLimit = TimeSpan.FromSeconds(3);

    private readonly PostgresDirectory _directory;

    private LocalPostgres(PostgresDirectory directory, int port, ServerProcess process)
    {
        _directory = directory;
        Port = port;
        Process = process;
    }

    public int Port { get; }

    /// <summary>The postmaster.</summary>
    public ServerProcess Process { get; }

    /// <summary>Not below the wanted directory when PostgreSQL's user can't enter that.</summary>
    public string Directory => _directory.Path;

    public string LogFile => _directory.LogFile;

    /// <summary>The superuser's connection string, for Npgsql.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Database = "postgres",
        Username = PostgresCluster.Superuser,
        Password = Password,
    }.ConnectionString;

    /// <summary>The superuser's address as libpq writes it.</summary>
    public string Uri => string.Create(
        CultureInfo.InvariantCulture, $"postgresql://{PostgresCluster.Superuser}:{Password}@127.0.0.1:{Port}/postgres");

    private string Password => File.ReadAllText(_directory.PasswordFile);

    public static Task<LocalPostgres> StartAsync(string directory, int port, CancellationToken cancellationToken) =>
        StartAsync(directory, port, guard: null, cancellationToken);

    /// <summary>Returns when it answers queries.</summary>
    public static async Task<LocalPostgres> StartAsync(
        string directory, int port, ProcessGuard? guard, CancellationToken cancellationToken)
    {
        var prepared = await PostgresDirectory.PrepareAsync(directory, cancellationToken);
        guard?.Remove(prepared.Path);
        var binaries = await PostgresCluster.EnsureAsync(prepared, cancellationToken);
        await EndLeftoversAsync(prepared, cancellationToken);
        RemoveLockOfTheDead(prepared);

        var process = ServerLauncher.Start(
            new ServerStart
            {
                Program = Path.Combine(binaries, "postgres"),
                Arguments =
                [
                    "-D", prepared.Data,
                    "-c", "listen_addresses=127.0.0.1",
                    "-c", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
                    "-c", "unix_socket_directories=",
                    "-c", string.Create(CultureInfo.InvariantCulture, $"max_connections={ConnectionsMax}"),
                ],
                WorkingDirectory = prepared.Path,
                LogFile = prepared.LogFile,
                User = prepared.User,
                EndSignal = Signal.Quit,
            },
            guard);
        var server = new LocalPostgres(prepared, port, process);
        try
        {
            await server.WaitUntilReadyAsync(cancellationToken);
            return server;
        }
        catch
        {
            // Half a start leaves nothing running.
            await server.KillAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>One that an earlier call, also in another process, has started.</summary>
    public static LocalPostgres Attach(string directory, int port, ServerProcess process) =>
        new(PostgresDirectory.Existing(directory), port, process);

    /// <summary>Deletes the data; the server must not run.</summary>
    public static void Delete(string directory)
    {
        foreach (var path in new[] { directory, PostgresDirectory.Existing(directory).Path })
        {
            if (System.IO.Directory.Exists(path))
            {
                System.IO.Directory.Delete(path, recursive: true);
            }
        }
    }

    /// <summary>The orderly way: open transactions are rolled back, a checkpoint is written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Process.StopAsync(Signal.Interrupt, StopLimit, cancellationToken);
        await EndLeftoversAsync(_directory, cancellationToken);
    }

    /// <summary>SIGKILL, and then sees that the postmaster's children are gone too.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await Process.KillAsync(cancellationToken);
        await EndLeftoversAsync(_directory, cancellationToken);
    }

    // A server refuses to start while a child of a killed one still holds its shared memory. Children notice the
    // postmaster's death by themselves, but one in the midst of a long query does so only at its end.
    private static async Task EndLeftoversAsync(PostgresDirectory directory, CancellationToken cancellationToken)
    {
        var gone = await Deadline.UntilAsync(
            () => Children(directory).Count == 0, ChildrenLimit, cancellationToken);
        if (gone)
        {
            return;
        }

        foreach (var leftover in Children(directory))
        {
            await leftover.KillAsync(cancellationToken);
        }
    }

    // A killed postmaster that nobody has reaped yet still counts as running with PostgreSQL, which then refuses to start.
    private static void RemoveLockOfTheDead(PostgresDirectory directory)
    {
        var lockFile = Path.Combine(directory.Data, "postmaster.pid");
        if (File.Exists(lockFile)
            && int.TryParse(File.ReadLines(lockFile).FirstOrDefault(), CultureInfo.InvariantCulture, out var holder)
            && ProcFiles.Stat(holder) is null or { State: 'Z' })
        {
            File.Delete(lockFile);
        }
    }

    internal static IReadOnlyList<ServerProcess> ProcessesOf(string dataDirectory) => ProcFiles.WorkingIn(dataDirectory, "postgres");

    private static IReadOnlyList<ServerProcess> Children(PostgresDirectory directory) => ProcessesOf(directory.Data);

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        var ready = await Deadline.UntilAsync(
            async () => !Process.IsAlive || await AnswersAsync(cancellationToken), StartLimit, cancellationToken);
        if (!ready || !Process.IsAlive)
        {
            throw new LocalServerException(
                $"PostgreSQL did not start on port {Port.ToString(CultureInfo.InvariantCulture)}:\n{LogTail.Read(LogFile)}");
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false;Timeout=2");
            await connection.OpenAsync(cancellationToken);
            await using var query = new NpgsqlCommand("select 1", connection);
            return await query.ExecuteScalarAsync(cancellationToken) is 1;
        }
        catch (NpgsqlException)
        {
            // Refused or still recovering; the deadline decides.
            return false;
        }
    }
}
