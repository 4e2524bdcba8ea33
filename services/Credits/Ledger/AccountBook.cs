using Credits.Holds;
using Credits.Refunds;

namespace Credits.Ledger;

/// <summary>An account under its lock: what is there, and the one way to change it.</summary>
/// <remarks>
/// Decisions are made here in memory, one after the other, and written together. Each keeps the same rules that PostgreSQL
/// checks again when it is written (Persistence/Migrations/LedgerRules2.sql). A book may be kept after its changes were written
/// (<see cref="ResidentAccounts"/>); it is then opened anew for the next ones.
/// </remarks>
internal sealed class AccountBook(AccountHead head)
{
    private readonly Dictionary<Guid, Lot> lots = [];
    private LedgerChanges changes = new();
    private string alertLevel = head.AlertLevel;
    private bool wasNew;
    private bool areLotsLeftOut;

    public string UserId => head.UserId;

    /// <summary>The database transaction that wrote the account as it stands here: another one in the database means that this is stale.</summary>
    public ulong WrittenBy { get; set; } = head.WrittenBy;

    public long Balance { get; private set; } = head.Balance;

    public long Sequence { get; private set; } = head.Sequence;

    public byte[] ChainHead { get; private set; } = head.ChainHead;

    /// <summary>The moment of all that is decided now: never before what is already booked.</summary>
    public DateTimeOffset Now { get; private set; } = head.LastBookedAt ?? DateTimeOffset.MinValue;

    /// <summary>All open lots, and those that were looked for.</summary>
    /// <exception cref="InvalidOperationException">They were left out, and are to be read first.</exception>
    public IReadOnlyCollection<Lot> Lots => areLotsLeftOut ? throw new InvalidOperationException("The account's lots were not read.") : lots.Values;

    /// <summary>All open holds in a book that may be kept; otherwise those that were asked for, and those that are overdue.</summary>
    public Dictionary<Guid, Hold> Holds { get; } = [];

    /// <summary>Those that could not take back all they should, in the order of their payments' ids.</summary>
    public List<Clawback> ShortClawbacks { get; } = [];

    /// <summary>Below or at this many available credits the balance counts as low; null for the service's default.</summary>
    public long? LowBalanceThreshold { get; set; } = head.LowBalanceThreshold;

    /// <summary>Credits that can be spent or held now.</summary>
    public long Available => SpendableIn(Lots);

    /// <summary>Begins to decide: at a moment, and with a place for what is to be written. What is over is no longer of interest.</summary>
    public void Open(DateTimeOffset now, LedgerChanges place)
    {
        changes = place;
        wasNew = Sequence == 0;
        Now = now > Now ? now : Now;
        foreach (var spent in lots.Values.Where(lot => lot.Remaining == 0).ToList())
        {
            lots.Remove(spent.Id);
        }
        foreach (var settled in Holds.Values.Where(hold => !hold.IsOpen).ToList())
        {
            Holds.Remove(settled.Id);
        }
        ShortClawbacks.RemoveAll(clawback => clawback.Shortfall == 0);
    }

    /// <summary>Says that the account was read without its lots, because what is to be decided may not need them.</summary>
    public void LeaveLotsOut() => areLotsLeftOut = true;

    /// <summary>Completes the book. What became of a lot in it meanwhile stands.</summary>
    public void Know(IEnumerable<Lot> open)
    {
        foreach (var lot in open)
        {
            Know(lot);
        }
        areLotsLeftOut = false;
    }

    /// <summary>True when without its lots it can't be told whether the credits run low: those known of do not suffice by themselves.</summary>
    /// <param name="defaultThreshold">For accounts without a threshold of their own.</param>
    public bool NeedsLotsForAlerts(long defaultThreshold) =>
        areLotsLeftOut && (alertLevel != AlertLevel.Sufficient || SpendableIn(lots.Values) <= (LowBalanceThreshold ?? defaultThreshold));

    public Lot Lot(Guid id) => lots[id];

    /// <summary>Makes a lot known. One that is known already stays as it is.</summary>
    public Lot Know(Lot lot) => lots.TryAdd(lot.Id, lot) ? lot : lots[lot.Id];

    /// <summary>Opens a lot and books it. The caller has made sure that its source is new.</summary>
    public Lot Grant(NewGrant order)
    {
        var grant = new Grant
        {
            Id = Guid.CreateVersion7(Now),
            UserId = UserId,
            Bucket = order.Bucket,
            Amount = order.Amount,
            Source = order.Source,
            PurchaseId = order.PurchaseId,
            GrantedAt = Now,
            ExpiresAt = order.ExpiresAt,
            IsFrozen = order.IsFrozen,
        };
        changes.Grants.Add(grant);
        var lot = Know(new Lot
        {
            Id = grant.Id,
            Bucket = grant.Bucket,
            Amount = grant.Amount,
            GrantedAt = grant.GrantedAt,
            ExpiresAt = grant.ExpiresAt,
            IsFrozen = grant.IsFrozen,
        });
        var transaction = Book(new Entry(order.Type, [new GrantPart(grant.Id, grant.Amount)])
        {
            Description = order.Description,
            Metadata = order.Metadata,
            PurchaseId = order.PurchaseId,
            IdempotencyKey = order.Source,
        });
        changes.Granted.Add(LedgerMessages.Granted(grant, order, transaction));
        return lot;
    }

    /// <summary>Appends a transaction and moves its lots and the account by it.</summary>
    public LedgerTransaction Book(Entry entry)
    {
        foreach (var part in entry.Parts)
        {
            Move(lots[part.GrantId], part.Amount, entry.Type);
        }
        var amount = entry.Parts.Sum(part => part.Amount);
        var transaction = new LedgerTransaction
        {
            Id = Guid.CreateVersion7(Now),
            UserId = UserId,
            Sequence = Sequence + 1,
            Amount = amount,
            BalanceAfter = checked(Balance + amount),
            Type = entry.Type,
            Description = entry.Description,
            Metadata = entry.Metadata,
            SessionId = entry.SessionId,
            PurchaseId = entry.PurchaseId,
            IdempotencyKey = entry.IdempotencyKey,
            CreatedAt = Now,
            GrantIds = [.. entry.Parts.Select(part => part.GrantId)],
            GrantAmounts = [.. entry.Parts.Select(part => part.Amount)],
            Hash = ChainHead,
        };
        transaction = transaction with { Hash = LedgerHash.Compute(ChainHead, transaction) };
        (Balance, Sequence, ChainHead) = (transaction.BalanceAfter, transaction.Sequence, transaction.Hash);
        changes.Transactions.Add(transaction);
        if (entry.Type == TransactionType.Spend)
        {
            changes.Spends.Add(LedgerMessages.Spent(transaction, entry.HoldId));
        }
        return transaction;
    }

    public void Place(Hold hold)
    {
        foreach (var part in hold.Parts())
        {
            lots[part.GrantId].Held += part.Amount;
        }
        Holds.Add(hold.Id, hold);
        changes.PlacedHolds.Add(hold);
    }

    /// <summary>Ends a hold. Its parts are free again; a capture then books what it takes.</summary>
    public void Settle(Hold hold, string status, long captured)
    {
        (hold.Status, hold.Captured, hold.SettledAt) = (status, captured, Now);
        foreach (var part in hold.Parts())
        {
            lots[part.GrantId].Held -= part.Amount;
        }
        // A hold that was placed in the same go is written once, as it ended.
        if (!changes.PlacedHolds.Contains(hold))
        {
            changes.SettledHolds.Add(hold);
        }
    }

    /// <summary>Notes that more of a lot changed than its remains.</summary>
    public void Touch(Lot lot) => changes.TouchedLots.Add((UserId, lot));

    public void Touch(Clawback clawback) => changes.Clawbacks.Add(clawback);

    public void Tell(object message) => changes.Messages.Add((message, UserId));

    /// <summary>Tells, once for each change, that the credits run low, are used up, or suffice again.</summary>
    /// <param name="defaultThreshold">For accounts without a threshold of their own.</param>
    public void SettleAlerts(long defaultThreshold)
    {
        if (areLotsLeftOut && !NeedsLotsForAlerts(defaultThreshold))
        {
            return;
        }
        var (available, threshold) = (Available, LowBalanceThreshold ?? defaultThreshold);
        var level = available == 0 ? AlertLevel.Exhausted : available <= threshold ? AlertLevel.Low : AlertLevel.Sufficient;
        if (level == alertLevel)
        {
            return;
        }
        // An account that is only just opened was never told to have enough, so a small welcome is no news.
        if (!wasNew)
        {
            changes.Messages.Add((LedgerMessages.Alert(level, UserId, available, threshold, Now), UserId));
        }
        alertLevel = level;
        changes.AlertLevels.Add((UserId, level));
    }

    private long SpendableIn(IEnumerable<Lot> some) => some.Sum(lot => lot.Spendable(Now));

    private static void Move(Lot lot, long amount, string type)
    {
        lot.Remaining += amount;
        if (type == TransactionType.Expire)
        {
            lot.Expired -= amount;
        }
        if (lot.Remaining < lot.Held || lot.Remaining > lot.Amount)
        {
            throw new InvalidOperationException($"Grant {lot.Id} can't be moved by {amount}: {lot.Held} are held of {lot.Remaining - amount}.");
        }
    }
}

/// <summary>An account's row as it was locked.</summary>
internal sealed record AccountHead(
    string UserId, long Balance, long Sequence, byte[] ChainHead, DateTimeOffset? LastBookedAt, long? LowBalanceThreshold, string AlertLevel,
    ulong WrittenBy);
