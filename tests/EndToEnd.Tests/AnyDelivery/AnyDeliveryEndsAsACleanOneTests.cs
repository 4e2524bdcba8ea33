using System.Text;
using Testing;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>
/// Stripe's events of a subscription's first three months and of a pack with two partial refunds and a dispute: however often, late,
/// out of order and in whichever shapes they are delivered, Billing and Credits end where one clean delivery takes them.
/// </summary>
/// <remarks>
/// A thousand buyers live through the same, each with deliveries of their own. A failure shows the seed, the buyer and the deliveries
/// in the order of sending; the seed and the buyer's number make the same ones again.
/// </remarks>
public sealed class AnyDeliveryEndsAsACleanOneTests
{
    private const int Seed = 2_027;
    private const int RandomDeliveries = 1_000;
    private const int AtOnce = 24;
    private const int ShownMax = 3;

    private static readonly TimeSpan HappeningLimit = TimeSpan.FromMinutes(5);
    private static readonly Quarrel[] Quarrels = Enum.GetValues<Quarrel>();

    [Fact]
    public async Task AThousandRandomDeliveries()
    {
        await using var product = await WholeProduct.StartAsync(ThreeMonths.Start);
        var clean = Quarrels.Select((quarrel, number) => new Buyer(number, quarrel, isClean: true)).ToList();
        var random = Enumerable.Range(clean.Count, RandomDeliveries)
            .Select(number => new Buyer(number, Quarrels[number % Quarrels.Length], isClean: false)).ToList();

        await LiveAsync(product, [.. clean, .. random]);

        await product.SweptAsync();
        await product.SettledAsync();
        await product.AssertSoundAsync();
        var states = await EndStates.ReadAsync(product, [.. clean, .. random]);
        var cleanStates = clean.ToDictionary(buyer => buyer.Quarrel, buyer => states[buyer]);
        var different = random.Where(buyer => !states[buyer].SequenceEqual(cleanStates[buyer.Quarrel])).ToList();
        Assert.True(different.Count == 0, Report(different, states, cleanStates));
    }

    private static async Task LiveAsync(WholeProduct product, IReadOnlyList<Buyer> buyers)
    {
        var chapters = new ThreeMonths(product).Chapters;
        var plan = new DeliveryPlan(Seed, chapters.Count);
        foreach (var (number, chapter) in chapters.Index())
        {
            await product.MoveToAsync(chapter.At);
            await ForEachAsync(buyers, chapter.HappensAsync);
            var news = new Dictionary<Buyer, Range>();
            foreach (var buyer in buyers)
            {
                news.Add(buyer, await NewsAsync(product, buyer, chapter));
            }

            await DeliverCleanlyAsync(product, news.Where(told => told.Key.IsClean).ToDictionary());
            foreach (var (buyer, told) in news.Where(told => !told.Key.IsClean))
            {
                plan.Add(buyer, number, Enumerable.Range(told.Start.Value, told.End.Value - told.Start.Value));
            }
            await ForEachAsync(plan.Due(number), product.DeliverAsync);
            await product.SettledAsync();
        }
    }

    private static Task ForEachAsync<T>(IReadOnlyList<T> items, Func<T, Task> workAsync) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (item, _) => await workAsync(item));

    // Which of the buyer's events are new, once all that the chapter brings has happened.
    private static async Task<Range> NewsAsync(WholeProduct product, Buyer buyer, Chapter chapter)
    {
        var told = buyer.Events.Count;
        await Eventually.Async(
            () =>
            {
                buyer.Events = product.Stripe.Diary.Of(buyer.CustomerId);
                return Task.FromResult(chapter.EndsWith(buyer) is not { } last || buyer.Events.Skip(told).Any(known => known.Type == last));
            },
            HappeningLimit);
        return told..buyer.Events.Count;
    }

    // One after the other, each when the one before has taken effect.
    private static async Task DeliverCleanlyAsync(WholeProduct product, Dictionary<Buyer, Range> news)
    {
        for (var step = 0; news.Any(told => told.Value.Start.Value + step < told.Value.End.Value); step++)
        {
            foreach (var (buyer, told) in news.Where(told => told.Value.Start.Value + step < told.Value.End.Value))
            {
                await product.DeliverAsync(new Delivery(buyer, told.Start.Value + step, Delivery.Acacia));
            }
            await product.SettledAsync();
        }
    }

    private static string Report(
        List<Buyer> different, IReadOnlyDictionary<Buyer, IReadOnlyList<string>> states, Dictionary<Quarrel, IReadOnlyList<string>> cleanStates)
    {
        var report = new StringBuilder($"Seed {Seed}: {different.Count} of {RandomDeliveries} buyers ended elsewhere.\n");
        foreach (var buyer in different.Take(ShownMax))
        {
            var (ended, clean) = (states[buyer], cleanStates[buyer.Quarrel]);
            report.Append($"Buyer {buyer.Number}, {buyer.Quarrel}\n");
            report.AppendJoin('\n', clean.Except(ended).Select(line => $"  clean: {line}")).Append('\n');
            report.AppendJoin('\n', ended.Except(clean).Select(line => $"  ended: {line}")).Append('\n');
            report.AppendJoin('\n', buyer.Delivered.Select(line => $"    {line}")).Append('\n');
        }
        return report.ToString();
    }
}
