using Dev.Workspace;

namespace Dev.Components;

/// <summary>Something that ./dev starts, stops and kills.</summary>
internal interface IComponent
{
    string Name { get; }

    /// <summary>What it would be started with now: another value than the running one's means that it is out of date.</summary>
    string Fingerprint(int replica);

    /// <summary>Returns when it is ready to serve. The process is listed in the state before that.</summary>
    Task StartAsync(int replica, CancellationToken cancellationToken);

    Task StopAsync(RunningComponent running, CancellationToken cancellationToken);

    Task KillAsync(RunningComponent running, CancellationToken cancellationToken);
}
