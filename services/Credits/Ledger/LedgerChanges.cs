using Contracts;
using Credits.Holds;
using Credits.Refunds;

namespace Credits.Ledger;

/// <summary>What decisions about any number of accounts want written, in one database transaction.</summary>
internal sealed class LedgerChanges
{
    public List<LedgerTransaction> Transactions { get; } = [];

    public List<Grant> Grants { get; } = [];

    /// <summary>Lots of which more changed than what remains: frozen, freed, ended early, rolled over.</summary>
    public HashSet<(string UserId, Lot Lot)> TouchedLots { get; } = [];

    public List<Hold> PlacedHolds { get; } = [];

    public List<Hold> SettledHolds { get; } = [];

    public HashSet<Clawback> Clawbacks { get; } = [];

    public List<(string UserId, string Level)> AlertLevels { get; } = [];

    /// <summary>Told in one message for all of them, see <see cref="CreditsSpent"/>.</summary>
    public List<SpendBooked> Spends { get; } = [];

    /// <summary>Told together where there are several.</summary>
    public List<CreditsGranted> Granted { get; } = [];

    /// <summary>Other messages, each with the user whose order it keeps.</summary>
    public List<(object Message, string UserId)> Messages { get; } = [];

    /// <summary>The accounts of which something is to be written.</summary>
    public HashSet<string> UserIds() =>
    [
        .. Transactions.Select(transaction => transaction.UserId),
        .. PlacedHolds.Select(hold => hold.UserId),
        .. SettledHolds.Select(hold => hold.UserId),
        .. TouchedLots.Select(touched => touched.UserId),
        .. Clawbacks.Select(clawback => clawback.UserId),
        .. AlertLevels.Select(alert => alert.UserId),
    ];

    public bool IsEmpty => Transactions.Count + Grants.Count + TouchedLots.Count + PlacedHolds.Count + SettledHolds.Count
        + Clawbacks.Count + AlertLevels.Count + Spends.Count + Granted.Count + Messages.Count == 0;
}
