using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Gateway;

/// <summary>Leaves a replica out from the first failed connection, not from the next probe, and takes it back when it answers.</summary>
internal sealed class FailedConnectionPolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    private static readonly TimeSpan DefaultReactivationPeriod = TimeSpan.FromSeconds(2);

    /// <summary>As the routing table calls it.</summary>
    public string Name => "FailedConnection";

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        var failure = context.GetForwarderErrorFeature();
        if (failure is null)
        {
            Set(DestinationHealth.Healthy);
        }
        else if (failure.IsFailedConnection())
        {
            Set(DestinationHealth.Unhealthy);
        }

        void Set(DestinationHealth state) => health.SetPassive(
            cluster, destination, state, cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? DefaultReactivationPeriod);
    }
}
