using k8s.Models;

namespace Deployment.Tests.Kubernetes;

/// <summary>Names in one manifest that must stand in another.</summary>
public sealed class FindingEachOtherTests
{
    private static readonly IDictionary<string, string> NoLabels = new Dictionary<string, string>();

    [Fact]
    public void Workloads_SelectTheirOwnPods() =>
        Assert.All(Manifests.All, manifest =>
        {
            var selector = manifest.Content switch
            {
                V1Deployment deployment => deployment.Spec.Selector,
                V1StatefulSet set => set.Spec.Selector,
                _ => null,
            };
            Assert.All(
                selector?.MatchLabels ?? NoLabels,
                label => Assert.Contains(label, Manifests.PodOf(manifest.Content)!.Metadata.Labels));
        });

    [Fact]
    public void Services_SelectPods_ThatHaveThePortTheyName() =>
        Assert.All(Manifests.Of<V1Service>(), service =>
        {
            var pod = Assert.Single(PodsWith(service.Content.Spec.Selector));
            var ports = pod.Spec.Containers.SelectMany(container => container.Ports).Select(port => port.Name).ToList();
            Assert.All(service.Content.Spec.Ports, port => Assert.Contains(port.TargetPort.Value, ports));
        });

    [Fact]
    public void Ingresses_LeadToServices_AndOnlyToTheTwoFrontDoors()
    {
        var backends = Manifests.Of<V1Ingress>()
            .SelectMany(entry => entry.Content.Spec.Rules)
            .SelectMany(rule => rule.Http.Paths)
            .Select(path => path.Backend.Service)
            .ToList();

        Assert.Equal(["gateway", "webhook-ingress"], backends.Select(backend => backend.Name).Order());
        Assert.All(backends, backend =>
        {
            var service = Manifests.Named<V1Service>(backend.Name);
            Assert.Contains(service.Spec.Ports, port => port.Name == backend.Port.Name);
        });
    }

    [Fact]
    public void NetworkPolicies_NamePodsThatExist()
    {
        var labels = Manifests.Of<V1NetworkPolicy>()
            .SelectMany(entry => Peers(entry.Content).Append(entry.Content.Spec.PodSelector))
            .Select(selector => selector.MatchLabels)
            .OfType<IDictionary<string, string>>();

        Assert.All(labels, these => Assert.NotEmpty(PodsWith(these)));
    }

    [Fact]
    public void BillingAndCredits_AreReachedByTheGatewayAlone()
    {
        Assert.All(["billing", "credits"], (string name) =>
        {
            var callers = Manifests.Of<V1NetworkPolicy>()
                .Where(entry => entry.Content.Spec.PodSelector.MatchLabels?.Values.Contains(name) == true)
                .SelectMany(entry => entry.Content.Spec.Ingress ?? [])
                .SelectMany(rule => rule.FromProperty)
                .Select(peer => Assert.Single(peer.PodSelector.MatchLabels.Values));
            Assert.Equal(["gateway"], callers);
        });
    }

    [Fact]
    public void EveryPod_IsClosed_UnlessAPolicyOpensIt()
    {
        var closed = Manifests.Named<V1NetworkPolicy>("refuse-by-default").Spec;

        Assert.Empty(closed.PodSelector.MatchLabels ?? NoLabels);
        Assert.Equal(["Ingress", "Egress"], closed.PolicyTypes);
        Assert.Null(closed.Ingress);
        Assert.Null(closed.Egress);
    }

    [Fact]
    public void ConfigMapsAndSecrets_HaveTheKeysThatContainersAskFor()
    {
        Assert.All(Manifests.Containers, container =>
        {
            Assert.All(container.Container.EnvFrom ?? [], source => Assert.NotNull(source.ConfigMapRef is { } map
                ? Manifests.Named<V1ConfigMap>(map.Name).Data
                : Manifests.Named<V1Secret>(source.SecretRef.Name).StringData));
            Assert.All(
                (container.Container.Env ?? [])
                    .Select(variable => variable.ValueFrom?.SecretKeyRef)
                    .OfType<V1SecretKeySelector>()
                    .Where(reference => reference.Optional != true),
                reference => Assert.Contains(reference.Key, Manifests.Named<V1Secret>(reference.Name).StringData.Keys));
        });
    }

    [Fact]
    public void Volumes_ComeFromWhatExists()
    {
        var generated = Kustomization.All
            .SelectMany(kustomization => kustomization.ConfigMapGenerator)
            .Select(generator => generator.Name);

        Assert.All(
            Manifests.Containers.SelectMany(container => container.Pod.Volumes ?? [])
                .Select(volume => volume.ConfigMap?.Name)
                .OfType<string>(),
            name => Assert.Contains(name, generated));
        Assert.All(Manifests.Containers, container => Assert.All(
            container.Container.VolumeMounts ?? [],
            mount => Assert.Contains(mount.Name, Volumes(container))));
    }

    private static IEnumerable<string> Volumes(ManifestContainer container) =>
        (container.Pod.Volumes ?? []).Select(volume => volume.Name)
            .Concat(ClaimsOf(container.Owner).Select(claim => claim.Metadata.Name));

    private static IEnumerable<V1PersistentVolumeClaim> ClaimsOf(Manifest owner) =>
        owner.Content is V1StatefulSet set ? set.Spec.VolumeClaimTemplates : [];

    // A peer elsewhere, such as the cluster's name server, is none of ours.
    private static IEnumerable<V1LabelSelector> Peers(V1NetworkPolicy policy) =>
        (policy.Spec.Ingress ?? []).SelectMany(rule => rule.FromProperty ?? [])
            .Concat((policy.Spec.Egress ?? []).SelectMany(rule => rule.To ?? []))
            .Where(peer => peer.NamespaceSelector is null)
            .Select(peer => peer.PodSelector);

    private static IEnumerable<V1PodTemplateSpec> PodsWith(IDictionary<string, string> labels) =>
        Manifests.All.Select(manifest => Manifests.PodOf(manifest.Content)).OfType<V1PodTemplateSpec>()
            .Where(pod => labels.All(label => pod.Metadata.Labels.Contains(label)));
}
