using MassTransit;
using MassTransit.Middleware.Rescue;
using MassTransit.Transports;

namespace Messaging.Queues;

/// <summary>Parks what no consumer of the queue knows: a newer release sends a kind of message that this one has not heard of.</summary>
/// <remarks>The bus would move it to a queue of its own, which nobody looks at. Parked, it is shown, and moved back after the upgrade.</remarks>
internal sealed class ParkUnknownMessage : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var unknown = new InvalidOperationException("This release knows no such message. Upgrade the service, then try it again.");
        await context.GetPayload<IErrorTransport>().Send(new RescueExceptionReceiveContext(context, unknown));
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("parkUnknown");
}
