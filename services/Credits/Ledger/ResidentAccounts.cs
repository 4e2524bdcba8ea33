using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Credits.Ledger;

/// <summary>Books that are kept after they were written, so that the next requests for the same accounts need not read them.</summary>
/// <remarks>
/// A kept book is an opinion, never the truth: whatever is decided on it is written only if PostgreSQL still knows the account as
/// last written by the same transaction (<c>claim_accounts</c>). Used by the ledger queue's one worker; others only say what they changed.
/// </remarks>
internal sealed class ResidentAccounts(IOptions<LedgerQueueOptions> options)
{
    // An account with more open holds than this is read for each batch, and only as far as needed.
    private const int OpenHoldsMax = 500;

    private readonly Dictionary<string, LinkedListNode<AccountBook>> books = new(StringComparer.Ordinal);
    private readonly LinkedList<AccountBook> byUse = [];
    private readonly Dictionary<Guid, string> holders = [];
    private readonly HashSet<string> crowded = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> changedElsewhere = [];

    /// <summary>True for an account that is not to be decided on without its lock.</summary>
    public bool IsCrowded(string userId) => crowded.Contains(userId);

    public AccountBook? Find(string userId)
    {
        if (!books.TryGetValue(userId, out var node))
        {
            return null;
        }
        byUse.Remove(node);
        byUse.AddFirst(node);
        return node.Value;
    }

    /// <summary>Whose account an open hold belongs to; null when it is not among the books kept.</summary>
    public string? HolderOf(Guid holdId) => holders.GetValueOrDefault(holdId);

    /// <summary>Keeps a book that was just read whole: with all its open holds.</summary>
    public void Keep(AccountBook book)
    {
        Drop(book.UserId);
        books.Add(book.UserId, byUse.AddFirst(book));
        foreach (var hold in book.Holds.Values.Where(hold => hold.IsOpen))
        {
            holders[hold.Id] = book.UserId;
        }
        DropIfCrowded(book);
        while (books.Count > options.Value.ResidentAccountsMax)
        {
            Drop(byUse.Last!.Value.UserId);
        }
    }

    /// <summary>Follows what was written of the books kept: whose hold is open, and which transaction wrote last.</summary>
    public void Follow(LedgerChanges written, ulong writtenBy)
    {
        foreach (var userId in written.UserIds())
        {
            if (books.TryGetValue(userId, out var node))
            {
                node.Value.WrittenBy = writtenBy;
            }
        }
        foreach (var hold in written.SettledHolds)
        {
            holders.Remove(hold.Id);
        }
        foreach (var hold in written.PlacedHolds.Where(hold => hold.IsOpen))
        {
            holders[hold.Id] = hold.UserId;
            if (books.TryGetValue(hold.UserId, out var node))
            {
                DropIfCrowded(node.Value);
            }
        }
    }

    public void Drop(string userId)
    {
        crowded.Remove(userId);
        if (books.Remove(userId, out var node))
        {
            byUse.Remove(node);
            foreach (var holdId in node.Value.Holds.Keys)
            {
                holders.Remove(holdId);
            }
        }
    }

    /// <summary>Called by whoever writes to an account past the queue. May be called at any time, and need not be: it saves a vain try.</summary>
    public void NoteChange(string userId)
    {
        if (changedElsewhere.Count < options.Value.ResidentAccountsMax)
        {
            changedElsewhere.Enqueue(userId);
        }
    }

    /// <summary>Drops what others said they changed.</summary>
    public void DropChanged()
    {
        while (changedElsewhere.TryDequeue(out var userId))
        {
            Drop(userId);
        }
    }

    private void DropIfCrowded(AccountBook book)
    {
        if (book.Holds.Count <= OpenHoldsMax)
        {
            return;
        }
        Drop(book.UserId);
        if (crowded.Count >= options.Value.ResidentAccountsMax)
        {
            crowded.Clear();
        }
        crowded.Add(book.UserId);
    }
}
