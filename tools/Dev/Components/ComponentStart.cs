using Dev.Workspace;

namespace Dev.Components;

/// <summary>Starts a component when it does not run, and anew when what runs is out of date.</summary>
internal sealed class ComponentStart(Workplace workplace, IComponent component)
{
    /// <returns>Whether it had to be started.</returns>
    public async Task<bool> EnsureAsync(Steps steps, int replica, CancellationToken cancellationToken)
    {
        var running = workplace.State.Alive(component.Name).FirstOrDefault(alive => alive.Replica == replica);
        if (running is not null && running.Fingerprint == component.Fingerprint(replica))
        {
            return false;
        }

        await steps.RunAsync(ReplicaName.Of(component.Name, replica), "ready", async () =>
        {
            if (running is not null)
            {
                await component.StopAsync(running, cancellationToken);
            }

            await component.StartAsync(replica, cancellationToken);
        });
        return true;
    }
}
