using Yarp.ReverseProxy.Health;
using Yarp.ReverseProxy.Model;

namespace Gateway;

/// <summary>Leaves a replica out from the first failed connection on, and takes it back when it answers.</summary>
internal sealed class FailedConnectionPolicy(IDestinationHealthUpdater health) : IPassiveHealthCheckPolicy
{
    private static readonly TimeSpan DefaultReactivationPeriod = TimeSpan.FromSeconds(2);

    /// <summary>As the routing table calls it.</summary>
    public string Name => "FailedConnection";

    public void RequestProxied(HttpContext context, ClusterState cluster, DestinationState destination)
    {
        var failure = context.GetForwarderErrorFeature();
        var leaveOutFor = cluster.Model.Config.HealthCheck?.Passive?.ReactivationPeriod ?? DefaultReactivationPeriod;
        if (failure is null)
        {
            health.SetPassive(cluster, destination, DestinationHealth.Healthy, leaveOutFor);
        }
        else if (failure.IsFailedConnection())
        {
            health.SetPassive(cluster, destination, DestinationHealth.Unhealthy, leaveOutFor);
        }
    }
}
