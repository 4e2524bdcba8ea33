using Credits.Ledger;
using Credits.Refunds;

namespace Credits.Holds;

/// <summary>What happens to a hold, decided under the account's lock.</summary>
internal static class Holding
{
    /// <summary>Sets credits aside, soonest-expiring first.</summary>
    /// <returns>The hold; null when there are not enough.</returns>
    public static Hold? Place(AccountBook book, HoldOrder order)
    {
        if (book.Available < order.Amount)
        {
            return null;
        }
        var parts = SpendOrder.Choose(book.Lots, order.Amount, lot => lot.Spendable(book.Now));
        var hold = new Hold
        {
            Id = Guid.CreateVersion7(book.Now),
            UserId = book.UserId,
            Amount = order.Amount,
            Status = HoldStatus.Held,
            ExpiresAt = book.Now.AddSeconds(order.ExpiresInSeconds),
            GrantIds = [.. parts.Select(part => part.GrantId)],
            GrantAmounts = [.. parts.Select(part => part.Amount)],
            SessionId = order.SessionId,
            Description = order.Description,
            Metadata = order.Metadata,
            CreatedAt = book.Now,
        };
        book.Place(hold);
        return hold;
    }

    /// <summary>Takes what the work did cost; the rest returns. The caller has checked that the hold is open and covers it.</summary>
    public static LedgerTransaction Capture(AccountBook book, Hold hold, CaptureOrder order)
    {
        book.Settle(hold, HoldStatus.Captured, order.Amount);
        var taken = new List<GrantPart>();
        var left = order.Amount;
        foreach (var part in hold.Parts())
        {
            var amount = Math.Min(left, part.Amount);
            if (amount > 0)
            {
                taken.Add(new GrantPart(part.GrantId, -amount));
            }
            left -= amount;
        }
        var transaction = book.Book(new Entry(TransactionType.Spend, taken)
        {
            SessionId = hold.SessionId,
            Description = order.Description ?? hold.Description,
            Metadata = hold.Metadata,
            IdempotencyKey = $"hold:{hold.Id}",
            HoldId = hold.Id,
        });
        Return(book, hold, order.Amount);
        return transaction;
    }

    public static void Release(AccountBook book, Hold hold) => End(book, hold, HoldStatus.Released);

    /// <summary>Ends the holds whose time is over. Done whenever the account is touched, so nobody waits for the sweeper.</summary>
    public static void ExpireOverdue(AccountBook book)
    {
        foreach (var hold in book.Holds.Values.Where(hold => hold.IsOverdue(book.Now)).ToList())
        {
            End(book, hold, HoldStatus.Expired);
        }
    }

    private static void End(AccountBook book, Hold hold, string status)
    {
        book.Settle(hold, status, 0);
        Return(book, hold, 0);
    }

    // What returns to a lot that expired meanwhile goes where the lot's rest went: into the rollover, if there was one. What
    // returns to a lot that a refund should have emptied pays that first.
    private static void Return(AccountBook book, Hold hold, long captured)
    {
        var left = captured;
        foreach (var part in hold.Parts())
        {
            var returned = part.Amount - Math.Min(left, part.Amount);
            left -= part.Amount - returned;
            var lot = book.Lot(part.GrantId);
            if (returned > 0 && lot.HasExpired(book.Now) && lot.RolloverExpiresAt > book.Now)
            {
                Renewal.Rollover.Move(book, lot, returned, new Renewal.RolloverOrder($"rollover:hold:{hold.Id}:{lot.Id}", lot.RolloverExpiresAt.Value));
            }
            else if (returned > 0)
            {
                ClawingBack.CollectFrom(book, lot);
            }
        }
    }
}

/// <summary>Credits to set aside, and for how long.</summary>
internal sealed record HoldOrder(long Amount, int ExpiresInSeconds)
{
    public string? SessionId { get; init; }

    public string? Description { get; init; }

    public string? Metadata { get; init; }
}

/// <summary>What the work did cost, at most what is held.</summary>
internal sealed record CaptureOrder(long Amount, string? Description);
