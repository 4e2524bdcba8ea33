using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Reliability.Storage;

namespace Reliability.Inbox;

/// <summary>Lets a message take effect once: inbox row, effect and outbox rows commit together or not at all.</summary>
/// <remarks>The first line of defence. The second is the natural key of each effect, since one fact may come under two ids.</remarks>
internal sealed class InboxFilter<TMessage>(
    DbContext database, UnitOfWork unitOfWork, TimeProvider time, ILogger<InboxFilter<TMessage>> logger)
    : IFilter<ConsumeContext<TMessage>>
    where TMessage : class
{
    public Task Send(ConsumeContext<TMessage> context, IPipe<ConsumeContext<TMessage>> next) =>
        unitOfWork.CommitAsync(
            async cancellationToken =>
            {
                if (await TryEnterAsync(context, cancellationToken))
                {
                    await next.Send(context);
                    return true;
                }
                ReliabilityMetrics.Duplicates.Add(1);
                Log.DuplicateDropped(logger, context.MessageId!.Value, typeof(TMessage).Name);
                return false;
            },
            context.CancellationToken);

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");

    private async Task<bool> TryEnterAsync(ConsumeContext context, CancellationToken cancellationToken)
    {
        return await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO inbox_entries (message_id, consumer, received_at)
            VALUES ({context.RequiredMessageId()}, {context.ConsumerName()}, {time.GetUtcNow()})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) == 1;
    }
}
