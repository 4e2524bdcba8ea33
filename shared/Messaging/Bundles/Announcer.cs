using System.Diagnostics;

namespace Messaging.Bundles;

/// <summary>Tells strangers, who hear each announcement by itself, of several at a time.</summary>
/// <remarks>
/// Mostly nobody listens, and the broker has as much work with a message that nobody hears as with another. So the first of several finds
/// out for all of them. Who binds a queue meanwhile hears of what comes next.
/// </remarks>
internal sealed class Announcer(ConfirmedPublisher publisher)
{
    private static readonly ActivitySource Source = new("PlaygroundCredits.Messaging");

    private volatile bool wasHeard;

    /// <exception cref="PublishNotConfirmedException">Some of them may not be told. Under the same ids all of them can be told again.</exception>
    public async Task AnnounceAsync(IReadOnlyList<Outgoing> together)
    {
        if (together is [var alone])
        {
            await TellAsync(alone);
            return;
        }
        // By what it found out itself: others may be told of at the same time.
        var isHeard = await IsHeardAsync(together[0]);
        wasHeard = isHeard;
        if (isHeard)
        {
            await Task.WhenAll(together.Skip(1).Select(TellAsync));
        }
    }

    private async Task<bool> IsHeardAsync(Outgoing first)
    {
        // That nobody listens is no error, and is not to look like one in a trace: while it is to be expected, this goes without one.
        using var activity = wasHeard ? Trace(first) : Untraced();
        return await publisher.TryAnnounceAsync(first.Message, first.MessageId, CancellationToken.None);
    }

    private async Task TellAsync(Outgoing outgoing)
    {
        using var activity = Trace(outgoing);
        await publisher.PublishAsync(outgoing.Message, outgoing.MessageId, CancellationToken.None);
    }

    private static Activity? Trace(Outgoing outgoing) => Source.StartActivity("announce", ActivityKind.Internal, outgoing.TraceParent);

    private static Activity Untraced() => new Activity("announce")
        .SetParentId(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.None)
        .Start();
}
