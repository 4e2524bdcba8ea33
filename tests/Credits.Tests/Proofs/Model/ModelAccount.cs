namespace Credits.Tests.Proofs.Model;

/// <summary>The product's rules in their simplest form: one account, in memory, nothing swept and nothing optimized.</summary>
internal sealed class ModelAccount(ModelRules rules, DateTimeOffset start)
{
    // In the order in which they were given.
    private readonly List<ModelLot> lots = [new("bonus", ModelRules.SignupBonus, null)];
    private readonly List<ModelHold> holds = [];
    private readonly List<ModelPurchase> purchases = [];
    private readonly ModelSubscription subscription = new();

    public DateTimeOffset Now { get; private set; } = start;

    public ModelBalance Balance => new(
        lots.Sum(lot => lot.Live(Now)), LiveIn("monthly"), LiveIn("rollover"), LiveIn("purchased"), LiveIn("bonus"), lots.Sum(lot => lot.Held),
        lots.Where(lot => lot.IsFrozen).Sum(lot => lot.Live(Now) - lot.Held), Available);

    private long Available => lots.Sum(lot => lot.Spendable(Now));

    public void MoveTo(DateTimeOffset now)
    {
        Now = now;
        foreach (var hold in holds.Where(hold => hold.SettledCode is null && hold.EndsAt <= now))
        {
            Settle(hold, 0, "hold_expired");
        }
    }

    public void Give(string bucket, long amount, DateTimeOffset? expiresAt) => lots.Add(new ModelLot(bucket, amount, expiresAt));

    public bool Take(long amount)
    {
        if (Available < amount)
        {
            return false;
        }
        foreach (var (lot, part) in Choose(amount))
        {
            lot.Remaining -= part;
        }
        return true;
    }

    public ModelHold? Hold(long amount, int seconds)
    {
        if (Available < amount)
        {
            return null;
        }
        var hold = new ModelHold(amount, Now.AddSeconds(seconds), Choose(amount));
        foreach (var (lot, part) in hold.Parts)
        {
            lot.Held += part;
        }
        holds.Add(hold);
        return hold;
    }

    /// <summary>Ends an open hold: takes of its lots in their order, and the rest returns.</summary>
    public void Settle(ModelHold hold, long captured, string code)
    {
        hold.SettledCode = code;
        var left = captured;
        foreach (var (lot, part) in hold.Parts)
        {
            var taken = Math.Min(left, part);
            left -= taken;
            lot.Held -= part;
            lot.Remaining -= taken;
            Return(lot, part - taken);
        }
    }

    public void Pay(ModelPurchase purchase)
    {
        if (purchase.Lot is not null)
        {
            return;
        }
        lots.Add(purchase.Lot = new ModelLot("purchased", purchase.Credits, null));
        if (rules.IsShortfallDebt)
        {
            purchases.ForEach(debtor => TakeBack(debtor, [purchase.Lot], debtor.Shortfall));
        }
        purchases.Add(purchase);
        Reverse(purchase);
    }

    /// <summary>Takes or gives back what became known; a refund before its payment waits.</summary>
    public void Reverse(ModelPurchase purchase)
    {
        if (purchase.Lot is not { } own)
        {
            return;
        }
        var isFreed = own.IsFrozen && !purchase.IsFrozenNow;
        own.IsFrozen = purchase.IsFrozenNow;
        var growth = purchase.TargetNow - purchase.Target;
        purchase.Target = purchase.TargetNow;
        if (growth > 0)
        {
            var others = lots.Where(lot => lot != own && lot.MayRepayOthers(Now));
            TakeBack(purchase, [own, .. others], growth);
        }
        else
        {
            GiveBack(purchase, purchase.TakenTotal - purchase.Target);
        }
        NoteShortfall(purchase);
        if (isFreed)
        {
            Collect(own);
        }
    }

    /// <summary>Notes what became known of the subscription, then does for each month what should have been done.</summary>
    public void Subscribed(Action<ModelSubscription> note)
    {
        note(subscription);
        ModelPeriod? last = null;
        foreach (var (begin, month) in subscription.Begun)
        {
            if (month.Lot is null)
            {
                lots.Add(month.Lot = new ModelLot("monthly", ModelRules.MonthlyCredits, null));
            }
            if (last?.EndsAt == begin)
            {
                RollOver(last!, month.EndsAt!.Value);
            }
            month.Lot.ExpiresAt = subscription.EndOf(month);
            last = month;
        }
        foreach (var month in subscription.Periods.Values)
        {
            month.Freeze();
        }
    }

    private void RollOver(ModelPeriod month, DateTimeOffset until)
    {
        var lot = month.Lot!;
        if (lot.RolledOverUntil is not null)
        {
            return;
        }
        lot.RolledOverUntil = until;
        var kept = Math.Min(lot.Free, ModelRules.RolloverCap);
        lot.Remaining = lot.Held;
        if (kept > 0)
        {
            lots.Add(month.Rollover = new ModelLot("rollover", kept, until));
        }
    }

    // What returns to a month that moved on moves on too; what returns to a pack that should have been taken back is taken.
    private void Return(ModelLot lot, long amount)
    {
        if (amount == 0)
        {
            return;
        }
        if (lot.IsOver(Now) && lot.RolledOverUntil > Now)
        {
            lot.Remaining -= amount;
            lots.Add(new ModelLot("rollover", amount, lot.RolledOverUntil));
        }
        Collect(lot);
    }

    // Credits that are free again belong to the refunds that would have taken them, had they been free at the time: the pack's own first.
    private void Collect(ModelLot lot) => purchases
        .Where(purchase => purchase.Lot == lot
            || (lot.MayRepayOthers(Now) && (rules.IsShortfallDebt || lots.IndexOf(lot) < purchase.LotsWhenShort)))
        .OrderByDescending(purchase => purchase.Lot == lot)
        .ToList()
        .ForEach(purchase => TakeBack(purchase, [lot], purchase.Shortfall));

    private void NoteShortfall(ModelPurchase purchase) =>
        purchase.LotsWhenShort = purchase.Shortfall == 0 ? null : purchase.LotsWhenShort ?? lots.Count;

    private void TakeBack(ModelPurchase purchase, IEnumerable<ModelLot> from, long amount)
    {
        var left = amount;
        foreach (var lot in from)
        {
            var taken = Math.Min(left, lot.Free);
            left -= taken;
            lot.Remaining -= taken;
            purchase.Taken.Add((lot, taken));
        }
        NoteShortfall(purchase);
    }

    // Other packs get theirs back first.
    private void GiveBack(ModelPurchase purchase, long amount)
    {
        var left = Math.Max(0, amount);
        foreach (var lot in Enumerable.Reverse(purchase.Taken).Select(part => part.Lot).Distinct().OrderBy(lot => lot == purchase.Lot).ToList())
        {
            var given = Math.Min(left, purchase.TakenOf(lot));
            left -= given;
            lot.Remaining += given;
            purchase.Taken.Add((lot, -given));
            Collect(lot);
        }
    }

    private List<(ModelLot Lot, long Amount)> Choose(long amount)
    {
        var (parts, left) = (new List<(ModelLot, long)>(), amount);
        foreach (var lot in lots.OrderBy(lot => lot.ExpiresAt ?? DateTimeOffset.MaxValue).ThenBy(lot => ModelRules.SpendRank(lot.Bucket)))
        {
            var part = Math.Min(left, lot.Spendable(Now));
            left -= part;
            if (part > 0)
            {
                parts.Add((lot, part));
            }
        }
        return parts;
    }

    private long LiveIn(string bucket) => lots.Where(lot => lot.Bucket == bucket).Sum(lot => lot.Live(Now));
}

internal sealed record ModelBalance(
    long Balance, long Monthly, long Rollover, long Purchased, long Bonus, long Held, long Frozen, long Available);

/// <summary>The product's numbers.</summary>
internal sealed record ModelRules(bool IsShortfallDebt)
{
    public const long SignupBonus = 5;
    public const long MonthlyCredits = 100;
    public const long RolloverCap = 200;

    /// <summary>Among credits that expire at the same moment: what can't live on before what can, what was given before what was bought.</summary>
    public static int SpendRank(string bucket) => Array.IndexOf(["rollover", "monthly", "bonus", "purchased"], bucket);
}
