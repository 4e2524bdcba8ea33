using Contracts;
using Credits.Ledger;

namespace Credits.Refunds;

/// <summary>Takes back what refunds and lost disputes ask for, and gives it back when they are undone.</summary>
internal static class ClawingBack
{
    /// <summary>Brings what was taken in line with the target: the purchase's own grant first, then other purchased credits.</summary>
    /// <remarks>
    /// Only a target that grows takes again. What an earlier one could not get stays a shortfall, so that hearing of something
    /// else later never takes from credits that were bought since.
    /// </remarks>
    public static void Settle(AccountBook book, Clawback clawback, Reversal reversal, ShortfallPolicy policy)
    {
        var own = book.Lot(clawback.GrantId);
        var isFreed = own.IsFrozen && !reversal.IsFrozen;
        if (own.IsFrozen != reversal.IsFrozen)
        {
            own.IsFrozen = reversal.IsFrozen;
            book.Touch(own);
        }
        Reach(book, clawback, own, reversal, policy);
        if (isFreed)
        {
            CollectFrom(book, own);
        }
    }

    /// <summary>Takes what a purchase or another still owes out of credits of a lot that are free again.</summary>
    /// <remarks>So that it makes no difference whether a refund came before or after a hold's end, a dispute's end or another refund's failure.</remarks>
    public static void CollectFrom(AccountBook book, Lot lot) => Collect(
        book, lot, book.ShortClawbacks.Where(clawback => clawback.MayTakeFrom(lot, book.Now)).OrderByDescending(clawback => clawback.GrantId == lot.Id));

    /// <summary>Repays debts, in the order of their payments' ids, out of credits just bought.</summary>
    public static void RepayFrom(AccountBook book, Lot lot) =>
        Collect(book, lot, book.ShortClawbacks.Where(clawback => clawback.IsDebt));

    private static void Reach(AccountBook book, Clawback clawback, Lot own, Reversal reversal, ShortfallPolicy policy)
    {
        var growth = reversal.TargetCredits - clawback.Target;
        if (growth == 0)
        {
            return;
        }
        clawback.Target = reversal.TargetCredits;
        clawback.IsDebt = policy == ShortfallPolicy.Debt;
        var takenBefore = clawback.Taken;
        if (growth > 0)
        {
            Take(book, clawback, [own, .. Others(book, own)], growth);
        }
        else
        {
            GiveBack(book, clawback, clawback.Taken - clawback.Target);
        }
        Tell(book, clawback, clawback.Taken - takenBefore);
    }

    private static void Collect(AccountBook book, Lot lot, IEnumerable<Clawback> clawbacks)
    {
        foreach (var clawback in clawbacks.Where(clawback => clawback.Shortfall > 0).ToList())
        {
            var takenBefore = clawback.Taken;
            Take(book, clawback, [lot], clawback.Shortfall);
            if (clawback.Taken > takenBefore)
            {
                Tell(book, clawback, clawback.Taken - takenBefore);
            }
        }
    }

    private static IEnumerable<Lot> Others(AccountBook book, Lot own) => book.Lots
        .Where(lot => lot != own && lot.MayRepayOthers(book.Now))
        .OrderBy(lot => lot.GrantedAt)
        .ThenBy(lot => lot.Id);

    private static void Take(AccountBook book, Clawback clawback, IEnumerable<Lot> lots, long amount)
    {
        var parts = new List<GrantPart>();
        var left = amount;
        foreach (var lot in lots.Where(lot => lot.Free > 0))
        {
            var taken = Math.Min(left, lot.Free);
            if (taken > 0)
            {
                parts.Add(new GrantPart(lot.Id, taken));
                left -= taken;
            }
        }
        if (parts.Count == 0)
        {
            return;
        }
        Book(book, clawback, "Refunded", [.. parts.Select(part => part.Negated())]);
        foreach (var part in parts)
        {
            Add(clawback, part);
        }
    }

    // From the end of what was taken: other purchases' credits come back before the purchase's own.
    private static void GiveBack(AccountBook book, Clawback clawback, long amount)
    {
        if (amount <= 0)
        {
            return;
        }
        var parts = new List<GrantPart>();
        var left = amount;
        foreach (var (id, taken) in clawback.GrantIds.Zip(clawback.GrantAmounts).Reverse().OrderBy(part => part.First == clawback.GrantId))
        {
            var given = Math.Min(left, taken);
            if (given > 0)
            {
                parts.Add(new GrantPart(id, given));
                left -= given;
            }
        }
        Book(book, clawback, "Refund undone", parts);
        foreach (var part in parts)
        {
            Add(clawback, part.Negated());
        }
        // Whatever else should have taken these meanwhile still does.
        foreach (var part in parts)
        {
            CollectFrom(book, book.Lot(part.GrantId));
        }
    }

    private static void Book(AccountBook book, Clawback clawback, string description, IReadOnlyList<GrantPart> parts) =>
        book.Book(new Entry(TransactionType.Refund, parts)
        {
            Description = description,
            PurchaseId = clawback.PurchaseId,
        });

    private static void Add(Clawback clawback, GrantPart part)
    {
        var parts = clawback.GrantIds.Zip(clawback.GrantAmounts, (id, amount) => new GrantPart(id, amount)).ToList();
        var index = parts.FindIndex(known => known.GrantId == part.GrantId);
        if (index < 0)
        {
            parts.Add(part);
        }
        else
        {
            parts[index] = part with { Amount = parts[index].Amount + part.Amount };
        }
        parts.RemoveAll(known => known.Amount == 0);
        clawback.GrantIds = [.. parts.Select(known => known.GrantId)];
        clawback.GrantAmounts = [.. parts.Select(known => known.Amount)];
        clawback.Taken += part.Amount;
    }

    private static void Tell(AccountBook book, Clawback clawback, long taken)
    {
        clawback.NoteShortfall(book.Now);
        book.Touch(clawback);
        book.Tell(new CreditsRefunded
        {
            UserId = book.UserId,
            PaymentIntentId = clawback.PaymentIntentId,
            PurchaseId = clawback.PurchaseId,
            Credits = taken,
            CreditsTakenTotal = clawback.Taken,
            CreditsTargetTotal = clawback.Target,
            ShortfallCredits = clawback.Shortfall,
            IsDebt = clawback.IsDebt && clawback.Shortfall > 0,
            BalanceAfter = book.Balance,
            OccurredAt = book.Now,
        });
    }
}
