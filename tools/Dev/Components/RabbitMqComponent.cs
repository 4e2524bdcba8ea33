using Dev.Workspace;
using LocalServers.Packages;
using LocalServers.RabbitMq;

namespace Dev.Components;

/// <summary>The private RabbitMQ with its management interface.</summary>
internal sealed class RabbitMqComponent(Workplace workplace) : IComponent
{
    public const string ManagementPort = "rabbitmq_management";

    public string Name => ComponentNames.RabbitMq;

    public string Fingerprint(int replica) => FormattableString.Invariant(
        $"port {workplace.Settings.Port(Name)} {workplace.Settings.Port(ManagementPort)}");

    public async Task StartAsync(int replica, CancellationToken cancellationToken)
    {
        await DebianPackages.EnsureAsync(new ConsoleLine(), cancellationToken);
        var (amqp, management) = (workplace.Settings.Port(Name), workplace.Settings.Port(ManagementPort));
        PortCheck.Require(amqp, Name);
        PortCheck.Require(management, Name);
        var server = await LocalRabbitMq.StartAsync(workplace.Checkout.RabbitMq, amqp, management, cancellationToken);
        await workplace.State.AddAsync(new RunningComponent(Name, replica, server.Process, Fingerprint(replica)), cancellationToken);
    }

    public async Task StopAsync(RunningComponent running, CancellationToken cancellationToken)
    {
        await Attach(workplace, running).StopAsync(cancellationToken);
        await workplace.State.RemoveAsync(running, cancellationToken);
    }

    public Task KillAsync(RunningComponent running, CancellationToken cancellationToken) =>
        Attach(workplace, running).KillAsync(cancellationToken);

    private static LocalRabbitMq Attach(Workplace workplace, RunningComponent running) => LocalRabbitMq.Attach(
        workplace.Checkout.RabbitMq,
        workplace.Settings.Port(ComponentNames.RabbitMq),
        workplace.Settings.Port(ManagementPort),
        running.Process);
}
