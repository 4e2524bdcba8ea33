using MassTransit;
using Messaging.Bundles;
using Reliability.Storage;

namespace Reliability.Inbox;

/// <summary>Receives as <see cref="CombinedConsumer{TMessage}"/> does, what comes bundled or alone.</summary>
internal sealed class BundleConsumer<TMessage>(CombinedInbox<TMessage> inbox) : IConsumer<TMessage>, IConsumer<Bundle<TMessage>>
    where TMessage : class
{
    public Task Consume(ConsumeContext<TMessage> context) => inbox.TakeAsync(context.Alone()).WaitAsync(context.CancellationToken);

    public async Task Consume(ConsumeContext<Bundle<TMessage>> context)
    {
        var taken = context.Message.Messages
            .Select(bundled => (Bundled: bundled, Taken: inbox.TakeAsync(context.Of(bundled))))
            .ToList();
        var all = Task.WhenAll(taken.Select(each => each.Taken)).WaitAsync(context.CancellationToken);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var failed = taken.Where(each => !each.Taken.IsCompletedSuccessfully).ToList();
        if (failed.TrueForAll(each => each.Taken.IsFaulted && !TransientStorage.IsTransient(each.Taken.Exception)))
        {
            await Task.WhenAll(failed.Select(each => context.SendBackAsync(each.Bundled)));
            return;
        }
        // In an outage all of them wait for their retry, and the inbox drops those that had taken effect.
        await all;
    }
}
