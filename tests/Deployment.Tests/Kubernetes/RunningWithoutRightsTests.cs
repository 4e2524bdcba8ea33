using k8s.Models;

namespace Deployment.Tests.Kubernetes;

/// <summary>What a pod may do on its node, and how much of it it may take.</summary>
public sealed class RunningWithoutRightsTests
{
    [Fact]
    public void NoContainer_IsRoot_OrCanBecomeIt() =>
        Assert.All(Manifests.Containers, container =>
        {
            var pod = container.Pod.SecurityContext;
            var own = container.Container.SecurityContext;
            Assert.NotNull(pod);
            Assert.NotNull(own);
            Assert.True(pod.RunAsNonRoot, container.ToString());
            Assert.True(pod.RunAsUser > 0, container.ToString());
            Assert.Equal("RuntimeDefault", pod.SeccompProfile?.Type);
            Assert.False(own.AllowPrivilegeEscalation ?? true, container.ToString());
            Assert.Equal(["ALL"], own.Capabilities.Drop);
            Assert.Null(own.Capabilities.Add);
        });

    [Fact]
    public void OurContainers_WriteNowhereButToTheirOwnMemory() =>
        Assert.All(Manifests.Containers.Where(container => Programs.Are(container.Container.Image)), container =>
        {
            Assert.True(container.Container.SecurityContext.ReadOnlyRootFilesystem, container.ToString());
            Assert.All(container.Pod.Volumes.Where(volume => volume.EmptyDir is not null), volume =>
            {
                Assert.Equal("Memory", volume.EmptyDir.Medium);
                Assert.NotNull(volume.EmptyDir.SizeLimit);
            });
        });

    [Fact]
    public void NoPod_GetsACredentialOfTheCluster_OrTheListOfItsServices() =>
        Assert.All(Manifests.Containers, container =>
        {
            Assert.False(container.Pod.AutomountServiceAccountToken, container.ToString());
            Assert.False(container.Pod.EnableServiceLinks, container.ToString());
        });

    [Fact]
    public void EveryContainer_SaysWhatItNeeds_AndHasAMemoryLimit() =>
        Assert.All(Manifests.Containers, container =>
        {
            var resources = container.Container.Resources;
            Assert.NotNull(resources?.Requests);
            Assert.NotNull(resources.Limits);
            Assert.Contains("cpu", resources.Requests.Keys);
            Assert.True(resources.Requests["memory"].ToInt64() <= resources.Limits["memory"].ToInt64(), container.ToString());
        });

    [Fact]
    public void Namespaces_EnforceTheStrictestRulesForPods() =>
        Assert.All(Manifests.Of<V1Namespace>(), entry =>
            Assert.Equal("restricted", entry.Content.Metadata.Labels["pod-security.kubernetes.io/enforce"]));
}
