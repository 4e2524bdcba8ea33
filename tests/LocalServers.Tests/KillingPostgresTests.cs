using System.Diagnostics;
using LocalServers.Packages;
using LocalServers.Postgres;
using Npgsql;
using Testing;

namespace LocalServers.Tests;

public sealed class KillingPostgresTests : IAsyncLifetime
{
    public Task InitializeAsync() => DebianPackages.EnsureAsync(CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task SigkillAmidAConnection_StartsAgainWithItsDataAndPassword()
    {
        using var directory = new TemporaryDirectory();
        var port = FreePorts.TakeOne();
        var first = await LocalPostgres.StartAsync(directory.Path + "/pg", port, CancellationToken.None);
        await ExecuteAsync(first, "create table kept (word text); insert into kept values ('still here')");
        await using var open = new NpgsqlConnection(first.ConnectionString);
        await open.OpenAsync();

        // Only the postmaster: its children and its pid file are left for the next start to deal with.
        await first.Process.KillAsync(CancellationToken.None);
        var second = await LocalPostgres.StartAsync(directory.Path + "/pg", port, CancellationToken.None);

        Assert.Equal(first.ConnectionString, second.ConnectionString);
        Assert.Equal("still here", await ExecuteAsync(second, "select word from kept"));
        await second.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task KilledAndNotYetReaped_StartsAgain()
    {
        using var directory = new TemporaryDirectory();
        var port = FreePorts.TakeOne();
        var first = await LocalPostgres.StartAsync(directory.Path + "/pg", port, CancellationToken.None);
        await first.StopAsync(CancellationToken.None);
        // The shell's child ends at once, and the program that takes the shell's place never asks for it: a zombie. It is
        // PostgreSQL's user's, because PostgreSQL takes no other user's process for a server.
        string[] shell = ["sh", "-c", "true & exec sleep 600"];
        using var parent = Environment.IsPrivilegedProcess
            ? Process.Start("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", .. shell])!
            : Process.Start(shell[0], shell[1..])!;
        var children = $"/proc/{parent.Id}/task/{parent.Id}/children";
        var zombie = await Eventually.Async(async () => (await File.ReadAllTextAsync(children)).Trim(), child =>
            Assert.Contains(") Z ", File.ReadAllText($"/proc/{child}/stat"), StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(first.Directory, "data", "postmaster.pid"), zombie + "\n");

        var second = await LocalPostgres.StartAsync(directory.Path + "/pg", port, CancellationToken.None);

        await second.StopAsync(CancellationToken.None);
        parent.Kill();
    }

    [Fact]
    public async Task Kill_LeavesNoChildBehind()
    {
        using var directory = new TemporaryDirectory();
        var server = await LocalPostgres.StartAsync(directory.Path + "/pg", FreePorts.TakeOne(), CancellationToken.None);
        await using var busy = new NpgsqlConnection(server.ConnectionString);
        await busy.OpenAsync();
        await using var query = new NpgsqlCommand("select pg_sleep(600)", busy);
        var running = query.ExecuteNonQueryAsync();

        await server.KillAsync(CancellationToken.None);

        Assert.Empty(LocalPostgres.ProcessesOf(Path.Combine(server.Directory, "data")));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => running);
    }

    [Fact]
    public async Task Server_ListensOnTheLoopbackOnly_AndWritesDurably()
    {
        using var directory = new TemporaryDirectory();
        var server = await LocalPostgres.StartAsync(directory.Path + "/pg", FreePorts.TakeOne(), CancellationToken.None);

        Assert.Equal([$"127.0.0.1:{server.Port}"], ListeningSockets.Of(server.Process.Id));
        Assert.Equal("on", await ExecuteAsync(server, "select current_setting('fsync')"));
        Assert.Equal("on", await ExecuteAsync(server, "select current_setting('synchronous_commit')"));
        await server.StopAsync(CancellationToken.None);
    }

    private static async Task<object?> ExecuteAsync(LocalPostgres server, string sql)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
