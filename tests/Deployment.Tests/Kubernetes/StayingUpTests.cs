using k8s.Models;
using Microsoft.Extensions.Hosting;

namespace Deployment.Tests.Kubernetes;

/// <summary>What keeps a service there while pods come and go.</summary>
public sealed class StayingUpTests
{
    private const int ReplicasMin = 2;

    [Fact]
    public void EveryServingContainer_IsProbed() =>
        Assert.All(Manifests.Containers.Where(container => container.Serves), container =>
        {
            Assert.NotNull(container.Container.StartupProbe);
            Assert.NotNull(container.Container.LivenessProbe);
            Assert.NotNull(container.Container.ReadinessProbe);
        });

    [Fact]
    public void OurServices_AreRestartedOnlyWhenDead_AndCalledOnlyWhenReady() =>
        Assert.All(OurServices(), container =>
        {
            Assert.Equal("/health/live", container.Container.StartupProbe.HttpGet.Path);
            Assert.Equal("/health/live", container.Container.LivenessProbe.HttpGet.Path);
            Assert.Equal("/health/ready", container.Container.ReadinessProbe.HttpGet.Path);
        });

    [Fact]
    public void ProbesByName_NameAPortOfTheirContainer() =>
        Assert.All(Manifests.Containers.Where(container => container.Serves), container =>
        {
            var ports = container.Container.Ports.Select(port => port.Name).ToList();
            var probed = container.Container;
            V1Probe[] probes = [probed.StartupProbe, probed.LivenessProbe, probed.ReadinessProbe];
            Assert.All(
                probes.Select(probe => probe.HttpGet?.Port ?? probe.TcpSocket?.Port).OfType<IntOrString>(),
                port => Assert.Contains(port.Value, ports));
        });

    [Fact]
    public void AStoppingPod_HasTimeForItsPauseAndForTheHostToFinish()
    {
        var hostSeconds = new HostOptions().ShutdownTimeout.TotalSeconds;

        Assert.All(OurServices(), container =>
        {
            var pauseSeconds = container.Container.Lifecycle.PreStop.Sleep.Seconds;
            Assert.True(pauseSeconds > 0, container.ToString());
            Assert.True(container.Pod.TerminationGracePeriodSeconds > pauseSeconds + hostSeconds, container.ToString());
        });
    }

    [Fact]
    public void EveryService_HasReplicas_OnDifferentNodes_AndNeverLosesTwoAtOnce() =>
        Assert.All(Programs.Services, name =>
        {
            var deployment = Manifests.Named<V1Deployment>(name);
            Assert.True(deployment.Spec.Replicas >= ReplicasMin, name);
            Assert.Equal("0", deployment.Spec.Strategy.RollingUpdate.MaxUnavailable.Value);
            Assert.Contains(
                deployment.Spec.Template.Spec.TopologySpreadConstraints,
                spread => spread.TopologyKey == "kubernetes.io/hostname" && Selects(spread.LabelSelector, deployment));

            var budget = Manifests.Named<V1PodDisruptionBudget>(name);
            Assert.Equal("1", budget.Spec.MaxUnavailable.Value);
            Assert.True(Selects(budget.Spec.Selector, deployment), name);
        });

    [Fact]
    public void Migrations_RunAsTheOwner_AndTheServicesNever()
    {
        Assert.Equal(["billing-database-owner", "credits-database-owner"], SecretsOf("operator").Order());
        Assert.All(
            Programs.Services.SelectMany(SecretsOf),
            secret => Assert.False(secret.EndsWith("-owner", StringComparison.Ordinal), secret));
    }

    private static IEnumerable<string> SecretsOf(string program) =>
        Manifests.Containers.Where(container => container.Image == program)
            .SelectMany(container => container.Container.Env ?? [])
            .Select(variable => variable.ValueFrom?.SecretKeyRef?.Name)
            .OfType<string>();

    private static IEnumerable<ManifestContainer> OurServices() =>
        Manifests.Containers.Where(container => Programs.Services.Contains(container.Image));

    private static bool Selects(V1LabelSelector selector, V1Deployment deployment) =>
        selector.MatchLabels.All(label => deployment.Spec.Template.Metadata.Labels.Contains(label));
}
