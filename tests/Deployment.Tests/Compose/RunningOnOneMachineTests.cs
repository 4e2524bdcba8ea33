using System.Globalization;
using Deployment.Tests.Kubernetes;
using Microsoft.Extensions.Hosting;

namespace Deployment.Tests.Compose;

public sealed class RunningOnOneMachineTests
{
    private static readonly Dictionary<string, ComposeService> Services = ComposeFile.Base.Services;

    [Fact]
    public void ComposeAndKubernetes_RunTheSamePrograms()
    {
        var composed = Services.Values.Select(service => KnownSettings.NameOf(service.Image)).Distinct();
        var orchestrated = Manifests.Containers.Select(container => container.Image).Distinct();

        Assert.Equal(orchestrated.Order(), composed.Order());
    }

    [Fact]
    public void Servers_AreOfTheSameVersionInBoth()
    {
        var composed = Services.Values.Select(service => service.Image);
        var orchestrated = Manifests.Containers.Select(container => container.Container.Image);

        Assert.Equal(OfOthers(orchestrated), OfOthers(composed));
    }

    [Fact]
    public void OurContainers_HaveNoRights_AndWriteToMemoryOnly() =>
        Assert.All(OurServices(), service =>
        {
            Assert.True(service.ReadOnly);
            Assert.Equal(["ALL"], service.CapDrop);
            Assert.Contains("no-new-privileges:true", service.SecurityOpt);
            Assert.Single(service.Tmpfs, mount => mount.StartsWith("/tmp:size=", StringComparison.Ordinal));
            Assert.Empty(service.Volumes);
            Assert.InRange(service.PidsLimit, 1, 4096);
        });

    [Fact]
    public void EveryContainer_HasAMemoryLimit_AndBoundedLogs_AndSaysWhenItRestarts() =>
        Assert.All(Services.Values, service =>
        {
            Assert.NotNull(service.MemLimit);
            Assert.NotNull(service.Restart);
            Assert.Contains("options", service.Logging.Keys);
        });

    [Fact]
    public void OnlyTheTwoFrontDoors_AreOpen_AndOnlyToThisMachine()
    {
        var open = Services.Where(service => service.Value.Ports.Count > 0).ToList();

        Assert.Equal(["gateway", "webhook-ingress"], open.Select(service => service.Key).Order());
        Assert.All(
            open.SelectMany(service => service.Value.Ports),
            port => Assert.Contains(":-127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void TheGateway_CannotReachTheStorage()
    {
        Assert.Equal(["front"], Services["gateway"].Networks);
        Assert.Equal(["storage"], Services["postgres"].Networks);
        Assert.Equal(["storage"], Services["rabbitmq"].Networks);
    }

    [Fact]
    public void Services_StartAfterTheirTablesAreThere_AndTheBrokerAnswers()
    {
        Assert.All(["billing", "credits"], (string name) =>
        {
            Assert.Equal("service_completed_successfully", Services[name].DependsOn["migrate-" + name].Condition);
            Assert.Equal("service_healthy", Services[name].DependsOn["rabbitmq"].Condition);
            Assert.Equal("service_healthy", Services["migrate-" + name].DependsOn["postgres"].Condition);
        });
        Assert.NotEmpty(Services["postgres"].Healthcheck);
        Assert.NotEmpty(Services["rabbitmq"].Healthcheck);
    }

    [Fact]
    public void AStoppingContainer_HasTimeForTheHostToFinish() =>
        Assert.All(OurServices(), service =>
        {
            var graceSeconds = int.Parse(service.StopGracePeriod!.TrimEnd('s'), CultureInfo.InvariantCulture);
            Assert.True(graceSeconds > new HostOptions().ShutdownTimeout.TotalSeconds);
        });

    [Fact]
    public void TheLocalStripe_NeverStartsByItself()
    {
        Assert.Equal(["emulator"], Services["stripe-emulator"].Profiles);
        Assert.Equal(["operator"], Services["operator"].Profiles);
        Assert.All(Programs.Services, name => Assert.Empty(Services[name].Profiles));
    }

    private static IEnumerable<string> OfOthers(IEnumerable<string> images) =>
        images.Where(image => !Programs.Are(image)).Order();

    private static IEnumerable<ComposeService> OurServices() => Services.Values.Where(service => Programs.Are(service.Image));
}
