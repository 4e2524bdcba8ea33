using System.Reflection;
using MassTransit;

namespace Credits.Tests.Proofs;

/// <summary>A message as its consumer sees it: for proofs that need more of them than a broker carries in the time.</summary>
public class DeliveredMessage : DispatchProxy
{
    private object message = null!;

    internal static ConsumeContext<TMessage> Of<TMessage>(TMessage message)
        where TMessage : class
    {
        var context = Create<ConsumeContext<TMessage>, DeliveredMessage>();
        ((DeliveredMessage)(object)context).message = message;
        return context;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
    {
        "get_Message" => message,
        "get_CancellationToken" => CancellationToken.None,
        _ => throw new NotSupportedException($"A consumer of ours asks for {targetMethod?.Name}."),
    };
}
