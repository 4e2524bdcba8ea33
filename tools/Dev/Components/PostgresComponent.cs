using Dev.Databases;
using Dev.Workspace;
using LocalServers.Packages;
using LocalServers.Postgres;

namespace Dev.Components;

/// <summary>The private PostgreSQL, with the databases and roles of the services.</summary>
internal sealed class PostgresComponent(Workplace workplace) : IComponent
{
    public string Name => ComponentNames.Postgres;

    private int Port => workplace.Settings.Port(Name);

    public string Fingerprint(int replica) => FormattableString.Invariant($"port {Port}");

    public async Task StartAsync(int replica, CancellationToken cancellationToken)
    {
        await DebianPackages.EnsureAsync(new ConsoleLine(), cancellationToken);
        PortCheck.Require(Port, Name);
        var server = await LocalPostgres.StartAsync(workplace.Checkout.Postgres, Port, cancellationToken);
        await workplace.State.AddAsync(new RunningComponent(Name, replica, server.Process, Fingerprint(replica)), cancellationToken);
        await DatabaseSetup.EnsureAsync(server, workplace.Settings, cancellationToken);
        if (Path.GetFullPath(workplace.Checkout.Postgres) != server.Directory)
        {
            Output.Line($"PostgreSQL does not run as root, and its user can't enter {workplace.Checkout.Postgres}: the data is in {server.Directory}");
        }
    }

    public async Task StopAsync(RunningComponent running, CancellationToken cancellationToken)
    {
        await Attach(running).StopAsync(cancellationToken);
        await workplace.State.RemoveAsync(running, cancellationToken);
    }

    public Task KillAsync(RunningComponent running, CancellationToken cancellationToken) => Attach(running).KillAsync(cancellationToken);

    private LocalPostgres Attach(RunningComponent running) => LocalPostgres.Attach(workplace.Checkout.Postgres, Port, running.Process);
}
