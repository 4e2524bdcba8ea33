namespace Credits.Tests.Proofs.Model;

/// <summary>What is known of a subscription.</summary>
internal sealed class ModelSubscription
{
    public SortedDictionary<DateTimeOffset, ModelPeriod> Periods { get; } = [];

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The months that began before the end, in their order.</summary>
    public IEnumerable<KeyValuePair<DateTimeOffset, ModelPeriod>> Begun =>
        Periods.Where(known => known.Value.EndsAt is not null && (EndedAt is null || known.Key < EndedAt));

    public ModelPeriod At(DateTimeOffset start)
    {
        if (!Periods.TryGetValue(start, out var period))
        {
            Periods.Add(start, period = new ModelPeriod());
        }
        return period;
    }

    public DateTimeOffset? EndOf(ModelPeriod month) => EndedAt < month.EndsAt ? EndedAt : month.EndsAt;
}

internal sealed class ModelPeriod
{
    /// <summary>Null while only its invoice was heard of.</summary>
    public DateTimeOffset? EndsAt { get; set; }

    public bool WasPastDue { get; set; }

    public bool WasRecovered { get; set; }

    public ModelLot? Lot { get; set; }

    /// <summary>What of this month lives on for one more.</summary>
    public ModelLot? Rollover { get; set; }

    /// <summary>An unpaid month's credits can't be spent, nor what lives on of them.</summary>
    public void Freeze()
    {
        foreach (var lot in (ModelLot?[])[Lot, Rollover])
        {
            if (lot is not null)
            {
                lot.IsFrozen = WasPastDue && !WasRecovered;
            }
        }
    }
}
