using MassTransit;
using MassTransit.Context;

namespace Credits.Tests.Proofs;

/// <summary>A message as its consumer sees it: for proofs that need more of them than a broker carries in the time.</summary>
/// <remarks>Whatever else a consumer asks of the bus fails loudly.</remarks>
internal sealed class DeliveredMessage<TMessage>(TMessage message)
    : MessageConsumeContext<TMessage>(new MissingConsumeContext(), message), PipeContext
    where TMessage : class
{
    CancellationToken PipeContext.CancellationToken => CancellationToken.None;
}
