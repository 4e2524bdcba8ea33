using System.Diagnostics;
using System.Globalization;
using LocalServers.Packages;
using LocalServers.Postgres;
using LocalServers.Processes;
using Testing;

namespace LocalServers.Tests;

public sealed class KillingTheTestProcessTests : IAsyncLifetime
{
    public Task InitializeAsync() => DebianPackages.EnsureAsync(CancellationToken.None);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Sigkill_TakesBothServersAndTheirFilesWithIt()
    {
        using var directory = new TemporaryDirectory();
        using var holder = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, [typeof(ServerHolder).Assembly.Location, directory.Path])
        {
            RedirectStandardOutput = true,
        })!;
        var said = (await holder.StandardOutput.ReadLineAsync())!.Split(' ');
        var postgres = ServerProcess.Find(int.Parse(said[0], CultureInfo.InvariantCulture))!;
        var rabbitMq = ServerProcess.Find(int.Parse(said[1], CultureInfo.InvariantCulture))!;
        Assert.True(postgres.IsAlive && rabbitMq.IsAlive);

        holder.Kill();

        await Eventually.Async(() =>
        {
            Assert.False(postgres.IsAlive);
            Assert.False(rabbitMq.IsAlive);
            Assert.Empty(LocalPostgres.ProcessesOf(Path.Combine(said[2], "data")));
            Assert.Empty(Directory.GetFileSystemEntries(directory.Path));
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task ProcessIdGivenOutAnew_IsLeftAlone()
    {
        using var bystander = Process.Start("sleep", ["600"])!;
        var earlier = ServerProcess.Find(bystander.Id)! with { StartTicks = 1 };

        Assert.False(earlier.IsAlive);
        Assert.False(earlier.Send(Signal.Kill));
        await earlier.KillAsync(CancellationToken.None);

        Assert.False(bystander.HasExited);
        bystander.Kill();
    }
}
