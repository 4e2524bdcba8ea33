using CsCheck;

namespace Credits.Tests.Proofs.Stories;

/// <summary>Any story: all that can be asked of the service and all that Stripe may tell it, in any order.</summary>
internal static class RandomStories
{
    public const int Slots = 2;
    private const int Rounds = 6;
    private const int StepsMin = 4;
    private const int StepsMax = 18;
    private const int PeriodLengthDays = 30;

    private static readonly Gen<int> Slot = Gen.Int[0, Slots - 1];

    private static readonly Gen<Step> Request = Gen.Frequency(
        (5, Gen.Select(Gen.Long[1, 90], Gen.Int[0, 3], (amount, again) => (Step)new Step.Spend(amount, again == 0))),
        (4, Gen.Select(Slot, Gen.Long[1, 90], Among(60, 3_600, 86_400), (slot, amount, seconds) => (Step)new Step.PlaceHold(slot, amount, seconds))),
        (3, Gen.Select(Slot, Gen.Long[1, 60], Gen.Int[0, 3], (slot, amount, again) => (Step)new Step.Capture(slot, amount, again == 0))),
        (2, Slot.Select(slot => (Step)new Step.Release(slot))),
        (1, Gen.Select(
            Among("bonus", "purchased"), Gen.Long[1, 40], Gen.Int[0, 20], Gen.Int[0, 3],
            (bucket, amount, days, again) => (Step)new Step.AdminGrant(bucket, amount, days == 0 ? null : days, again == 0))),
        (1, Gen.Long[1, 40].Select(amount => (Step)new Step.AdminDeduct(amount))));

    private static readonly Gen<Step> NewsOfMoney = Gen.Frequency(
        (1, Slot.Select(slot => (Step)new Step.Tell(slot, MoneyNews.Paid))),
        (3, Gen.Select(Slot, Gen.Enum<MoneyNews>(), (slot, news) => (Step)new Step.Tell(slot, news))));

    private static readonly Gen<Step> NewsOfMonths = Gen.Frequency(
        (8, Gen.Select(Gen.Int[0, 3], Gen.Enum<PeriodNews>(), (period, news) => (Step)new Step.TellOfPeriod(period, news))),
        (1, Gen.Const((Step)new Step.TellOfEnd())));

    /// <summary>A third of them of packs alone and a third of months alone: what meets seldom in all there is meets often there.</summary>
    public static Gen<Story> Any { get; } = Gen.OneOf(
        StoryOf(Gen.Frequency((2, Request), (1, NewsOfMoney), (1, NewsOfMonths))),
        StoryOf(Gen.Frequency((1, Request), (2, NewsOfMoney))),
        StoryOf(Gen.Frequency((1, Request), (1, NewsOfMonths))));

    /// <summary>Past the ends of holds, of an operator's gifts and of periods: the pauses, and whether the sweeper comes in between.</summary>
    public static Gen<IReadOnlyList<Pause>> Pauses { get; } = Gen
        .Select(
            Among(TimeSpan.FromSeconds(60), TimeSpan.FromHours(2), TimeSpan.FromDays(1), TimeSpan.FromDays(12), TimeSpan.FromDays(PeriodLengthDays)),
            Gen.Bool,
            (length, isSwept) => new Pause(length, isSwept))
        .Array[Rounds - 1]
        .Select(pauses => (IReadOnlyList<Pause>)[new Pause(TimeSpan.Zero, false), .. pauses]);

    private static Gen<Story> StoryOf(Gen<Step> step) => Gen.Select(
        Gen.Bool,
        Gen.Select(Gen.Int[0, Rounds - 1], step, (round, step) => (round, step)).List[StepsMin, StepsMax],
        (areDisputesWon, steps) => new Story(areDisputesWon, [.. steps.OrderBy(step => step.round)]));

    private static Gen<T> Among<T>(params T[] values) => Gen.OneOf([.. values.Select(Gen.Const)]);

    public static DateTimeOffset PeriodStart(DateTimeOffset start, int period) => start.AddDays(period * PeriodLengthDays);
}
