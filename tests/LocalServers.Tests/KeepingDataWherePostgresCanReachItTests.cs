using LocalServers.Packages;
using LocalServers.Postgres;

namespace LocalServers.Tests;

public sealed class KeepingDataWherePostgresCanReachItTests : IAsyncLifetime
{
    public Task InitializeAsync() => DebianPackages.EnsureAsync(CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task PlaceThatPostgresCannotEnter_IsNotUsedByRoot_AndItsStandInGoesAfterIt()
    {
        var wanted = Directory.CreateTempSubdirectory("closed-");
        PrivateFiles.CloseDirectory(wanted.FullName);
        var first = await LocalPostgres.StartAsync(Path.Combine(wanted.FullName, "pg"), FreePorts.TakeOne(), CancellationToken.None);
        await first.StopAsync(CancellationToken.None);

        // Anybody else runs PostgreSQL as themselves, in the very place.
        Assert.Equal(Environment.IsPrivilegedProcess, first.Directory != Path.Combine(wanted.FullName, "pg"));

        wanted.Delete(recursive: true);
        var next = Directory.CreateTempSubdirectory("closed-");
        var second = await LocalPostgres.StartAsync(Path.Combine(next.FullName, "pg"), FreePorts.TakeOne(), CancellationToken.None);
        await second.StopAsync(CancellationToken.None);

        Assert.False(Directory.Exists(first.Directory));
        LocalPostgres.Delete(Path.Combine(next.FullName, "pg"));
        next.Delete(recursive: true);
        Assert.False(Directory.Exists(second.Directory));
    }
}
