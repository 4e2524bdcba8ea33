using Npgsql;
using Reliability.Storage;

namespace Credits.Refunds;

/// <summary>Forgets what was said of payments that were never heard of themselves: those of other products on the same Stripe account.</summary>
/// <remarks>
/// A refund or dispute names a payment and not whose it is, so it is kept until its payment is heard of. Stripe keeps an event for 30
/// days; after that nobody can bring the payment any more.
/// </remarks>
internal sealed class UnclaimedFactsSweeper(
    NpgsqlDataSource dataSource, TimeProvider time, ILogger<UnclaimedFactsSweeper> logger) : BackgroundService
{
    private const int BatchSize = 1_000;
    private const int RetentionDays = 35;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    // The payment's row is the lock of its facts: one that is being told something new is passed over.
    private const string SweepSql =
        """
        WITH forgotten AS (
            SELECT payment_intent_id FROM payments AS payment
            WHERE user_id IS NULL AND NOT EXISTS (
                SELECT FROM payment_facts AS fact
                WHERE fact.payment_intent_id = payment.payment_intent_id AND fact.occurred_at > $1)
            LIMIT $2 FOR UPDATE SKIP LOCKED),
        facts AS (DELETE FROM payment_facts WHERE payment_intent_id IN (SELECT payment_intent_id FROM forgotten))
        DELETE FROM payments WHERE payment_intent_id IN (SELECT payment_intent_id FROM forgotten)
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // By the wall clock, which always runs; what is due is judged by the service's own.
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (TransientStorage.IsTransient(exception))
            {
                Log.SweeperWaits(logger, exception.GetBaseException().Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        int forgotten;
        do
        {
            await using var command = dataSource.CreateCommand(SweepSql);
            command.Parameters.Add(new NpgsqlParameter { Value = time.GetUtcNow().AddDays(-RetentionDays) });
            command.Parameters.Add(new NpgsqlParameter { Value = BatchSize });
            forgotten = await command.ExecuteNonQueryAsync(cancellationToken);
            if (forgotten > 0)
            {
                Log.UnclaimedFactsForgotten(logger, forgotten);
            }
        }
        while (forgotten >= BatchSize);
    }
}
