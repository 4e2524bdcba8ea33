using System.Diagnostics;
using LoadTest.Load;
using Npgsql;

namespace LoadTest.Webhooks;

/// <summary>Sees in the database when the credits of a payment that was accepted can be spent.</summary>
/// <remarks>
/// Looks for the grants themselves, so it sees each a little after its commit and never before. What it takes from the machine is
/// bounded: it looks for those alone whose time was noted, and for the oldest few at a time.
/// </remarks>
internal sealed class SpendableWatch(Acceptances acceptances, PreparedPayments payments, NpgsqlDataSource credits)
{
    private const int AtATime = 500;

    private readonly List<long> ticks = [];

    /// <summary>From acceptance to spendable credits, of those that were seen since the last call.</summary>
    public Latencies TakeLatencies()
    {
        var taken = Latencies.Of(ticks, Stopwatch.Frequency);
        ticks.Clear();
        return taken;
    }

    /// <summary>Looks until told to stop, and then until all that it looks for are there.</summary>
    /// <param name="pause">Between two looks.</param>
    /// <param name="isOver">Says that no more will be accepted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task RunAsync(TimeSpan pause, Func<bool> isOver, CancellationToken cancellationToken)
    {
        var pending = new SortedDictionary<long, long>();
        while (true)
        {
            var wasOver = isOver();
            while (acceptances.TryTakeTimed(out var next))
            {
                pending.Add(next.Number, next.At);
            }
            if (pending.Count == 0 && wasOver)
            {
                return;
            }
            var oldest = pending.Take(AtATime).ToDictionary(payment => payments.GrantSource(payment.Key), StringComparer.Ordinal);
            foreach (var source in await FoundAsync([.. oldest.Keys], cancellationToken))
            {
                pending.Remove(oldest[source].Key);
                ticks.Add(Stopwatch.GetTimestamp() - oldest[source].Value);
            }
            await Task.Delay(pause, cancellationToken);
        }
    }

    private async Task<List<string>> FoundAsync(string[] sources, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        if (sources.Length == 0)
        {
            return found;
        }
        await using var command = credits.CreateCommand("SELECT source FROM grants WHERE source = ANY($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = sources });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            found.Add(reader.GetString(0));
        }
        return found;
    }
}
