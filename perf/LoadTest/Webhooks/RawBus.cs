using System.Diagnostics;
using Contracts;
using MassTransit;

namespace LoadTest.Webhooks;

/// <summary>The baseline: the same message, sent and consumed by MassTransit on a quorum queue of its own, and nothing done with it.</summary>
internal sealed class RawBus : IAsyncDisposable
{
    private const string Queue = "bench-raw";

    private readonly IBusControl bus;
    private long consumed;

    private RawBus(string brokerUri) => bus = Bus.Factory.CreateUsingRabbitMq(broker =>
    {
        broker.Host(new Uri(brokerUri));
        broker.ReceiveEndpoint(Queue, endpoint =>
        {
            endpoint.SetQuorumQueue();
            endpoint.PrefetchCount = 64;
            // Not bound to the message's exchange: what the product publishes meanwhile is none of its business.
            endpoint.ConfigureConsumeTopology = false;
            endpoint.Handler<PaymentSucceeded>(_ =>
            {
                Interlocked.Increment(ref consumed);
                return Task.CompletedTask;
            });
        });
    });

    public static async Task<RawBus> StartAsync(string brokerUri, CancellationToken cancellationToken)
    {
        var raw = new RawBus(brokerUri);
        await raw.bus.StartAsync(cancellationToken);
        return raw;
    }

    /// <summary>As many senders as there are connections, each waiting for the broker's confirm before its next.</summary>
    /// <returns>Messages sent and consumed per second.</returns>
    public async Task<double> RunAsync(int senders, int seconds, CancellationToken cancellationToken)
    {
        var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{Queue}"));
        var before = Interlocked.Read(ref consumed);
        var start = Stopwatch.GetTimestamp();
        var sent = await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => SendAsync(endpoint, start, seconds, cancellationToken)));
        while (Interlocked.Read(ref consumed) - before < sent.Sum())
        {
            await Task.Delay(1, cancellationToken);
        }
        return sent.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    public async ValueTask DisposeAsync() => await bus.StopAsync(CancellationToken.None);

    private static async Task<long> SendAsync(ISendEndpoint endpoint, long start, int seconds, CancellationToken cancellationToken)
    {
        var count = 0L;
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds)
        {
            await endpoint.Send(Message(), cancellationToken);
            count++;
        }
        return count;
    }

    private static PaymentSucceeded Message() => new()
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        PaymentIntentId = $"pi_{Guid.CreateVersion7():n}",
        UserId = "bench",
        PurchaseId = Guid.CreateVersion7(),
        Credits = PreparedPayments.Credits,
        AmountCents = PreparedPayments.AmountCents,
        ExpectedAmountCents = PreparedPayments.AmountCents,
        ExpectedCurrency = "usd",
        Currency = "usd",
        OccurredAt = TimeProvider.System.GetUtcNow(),
    };
}
