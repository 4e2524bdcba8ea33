using System.Threading.Channels;

namespace StripeEmulator.Webhooks;

/// <summary>A queue and a few workers for each receiver, so that one that is slow or down holds up no other.</summary>
internal sealed class DeliveryQueues
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue> _queues = new(StringComparer.Ordinal);
    private readonly Channel<Queue> _new = Channel.CreateUnbounded<Queue>();

    /// <param name="workers">How many deliveries the receiver gets at the same time.</param>
    public void Add(Delivery delivery, int workers)
    {
        lock (_gate)
        {
            if (!_queues.TryGetValue(delivery.TargetId, out var queue))
            {
                _queues.Add(delivery.TargetId, queue = new Queue(Channel.CreateUnbounded<Delivery>(), workers));
                _new.Writer.TryWrite(queue);
            }

            queue.Waiting.Writer.TryWrite(delivery);
        }
    }

    /// <summary>Ends a receiver's workers, once they have taken what was waiting for it.</summary>
    public void End(string targetId)
    {
        lock (_gate)
        {
            if (_queues.Remove(targetId, out var queue))
            {
                queue.Waiting.Writer.TryComplete();
            }
        }
    }

    /// <summary>Receivers come and go; each gets its workers with its first event.</summary>
    public async Task StaffAsync(Func<Delivery, CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        var workers = new List<Task>();
        await foreach (var queue in _new.Reader.ReadAllAsync(stoppingToken))
        {
            workers.RemoveAll(worker => worker.IsCompleted);
            workers.AddRange(Enumerable.Range(0, queue.Workers).Select(_ => WorkAsync(queue, work, stoppingToken)));
        }

        await Task.WhenAll(workers);
    }

    private static async Task WorkAsync(Queue queue, Func<Delivery, CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        await foreach (var delivery in queue.Waiting.Reader.ReadAllAsync(stoppingToken))
        {
            await work(delivery, stoppingToken);
        }
    }

    private sealed record Queue(Channel<Delivery> Waiting, int Workers);
}
