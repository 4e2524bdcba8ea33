namespace EndToEnd.Tests.AnyDelivery;

/// <summary>How long a buyer's deliveries take.</summary>
internal enum Delay
{
    /// <summary>Within the hour, in any order.</summary>
    Short,

    /// <summary>Each of them as long as it likes, up to months.</summary>
    Any,

    /// <summary>All of them until everything is over, so that any order at all may come.</summary>
    UntilTheEnd,
}

/// <summary>Decides at random how often, when and in which shape each event is delivered. The same seed decides the same.</summary>
internal sealed class DeliveryPlan(int seed, int chapters)
{
    // Half of the events come once, a third twice, a sixth three times.
    private static readonly int[] Copies = [1, 1, 1, 2, 2, 3];

    private readonly List<Delivery>[] due = [.. Enumerable.Range(0, chapters).Select(_ => new List<Delivery>())];
    private readonly Dictionary<int, (Random Random, Delay Delay)> chances = [];
    private readonly Random order = new(seed);

    /// <summary>Plans the deliveries of what happened to a buyer in a chapter.</summary>
    public void Add(Buyer buyer, int chapter, IEnumerable<int> events)
    {
        var (random, delay) = ChancesOf(buyer);
        foreach (var index in events)
        {
            var copies = Copies[random.Next(Copies.Length)];
            for (var copy = 0; copy < copies; copy++)
            {
                var shape = Delivery.Shapes[random.Next(Delivery.Shapes.Count)];
                due[Later(random, delay, chapter)].Add(new Delivery(buyer, index, shape));
            }
        }
    }

    /// <summary>What is delivered in a chapter, everybody's in one random order.</summary>
    public IReadOnlyList<Delivery> Due(int chapter)
    {
        var deliveries = due[chapter].ToArray();
        order.Shuffle(deliveries);
        return deliveries;
    }

    private (Random Random, Delay Delay) ChancesOf(Buyer buyer)
    {
        if (!chances.TryGetValue(buyer.Number, out var known))
        {
            var random = new Random(seed + buyer.Number);
            known = (random, Enum.GetValues<Delay>()[random.Next(Enum.GetValues<Delay>().Length)]);
            chances.Add(buyer.Number, known);
        }
        return known;
    }

    private int Later(Random random, Delay delay, int chapter) => delay switch
    {
        Delay.Short => chapter,
        Delay.Any => random.Next(chapter, due.Length),
        Delay.UntilTheEnd => due.Length - 1,
        _ => throw new ArgumentOutOfRangeException(nameof(delay)),
    };
}
