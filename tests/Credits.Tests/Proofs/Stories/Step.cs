namespace Credits.Tests.Proofs.Stories;

/// <summary>One thing that happens to an account. What a step names by a slot is, for each story, one payment or one hold.</summary>
internal abstract record Step
{
    internal sealed record Spend(long Amount, bool IsRepeated) : Step;

    internal sealed record PlaceHold(int Slot, long Amount, int Seconds) : Step;

    internal sealed record Capture(int Slot, long Amount, bool IsRepeated) : Step;

    internal sealed record Release(int Slot) : Step;

    internal sealed record AdminGrant(string Bucket, long Amount, int? ExpiresInDays, bool IsRepeated) : Step;

    internal sealed record AdminDeduct(long Amount) : Step;

    /// <summary>Stripe says something of a payment, for the first time or once more.</summary>
    internal sealed record Tell(int Slot, MoneyNews News) : Step;

    /// <summary>Stripe says something of the subscription's period, for the first time or once more.</summary>
    internal sealed record TellOfPeriod(int Period, PeriodNews News) : Step;

    internal sealed record TellOfEnd : Step;
}

/// <summary>All that is true of one payment's money. Any part of it may be told, in any order and any number of times.</summary>
internal enum MoneyNews
{
    Paid,
    FirstRefund,
    SecondRefund,
    SecondRefundFailed,
    LastRefund,
    DisputeOpened,
    DisputeDecided,
    FundsReinstated,
    FraudWarning,
}

internal enum PeriodNews
{
    Activated,
    Renewed,
    PastDue,
    Recovered,
}

/// <summary>Between two rounds the clock moves, and the sweeper may come by.</summary>
internal sealed record Pause(TimeSpan Length, bool IsSwept);

/// <summary>What happens to one account, each step in its round.</summary>
internal sealed record Story(bool AreDisputesWon, IReadOnlyList<(int Round, Step Step)> Steps)
{
    public IEnumerable<Step> Of(int round) => Steps.Where(step => step.Round == round).Select(step => step.Step);

    public Story Without(int index) => this with { Steps = [.. Steps.Where((_, position) => position != index)] };

    public Story UpTo(int count) => this with { Steps = [.. Steps.Take(count)] };

    public override string ToString() =>
        $"Disputes are {(AreDisputesWon ? "won" : "lost")}.\n" + string.Join('\n', Steps.Select(step => $"  round {step.Round}: {step.Step}"));
}
