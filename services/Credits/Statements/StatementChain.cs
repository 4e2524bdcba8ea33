using System.Globalization;
using Credits.Ledger;

namespace Credits.Statements;

/// <summary>A statement as far as it was read, and what its next line must be.</summary>
internal sealed class StatementChain
{
    private readonly string userId;
    private readonly string generatedAt;
    private readonly long transactions;
    private readonly byte[] chainHead;
    private readonly ChainHash hash = new();

    private byte[] last = ChainHash.Genesis;
    private long sequence;
    // Wider than any field, so that no sum of fields overflows.
    private Int128 balance;
    private string lastTime = "";

    private StatementChain(StatementLine header)
    {
        header.RequireOnly([.. StatementNames.Header, StatementNames.Hash]);
        if (header.Text(StatementNames.FormatField) != StatementNames.Format)
        {
            throw new StatementFaultException($"{StatementNames.FormatField} is not {StatementNames.Format}.");
        }
        userId = header.Text(StatementNames.UserId);
        generatedAt = header.Text(StatementNames.GeneratedAt);
        transactions = header.Number(StatementNames.Transactions);
        chainHead = header.Hash(StatementNames.ChainHead);
        RequireHash(header, hash.After(ChainHash.Genesis), StatementNames.Header);
    }

    public bool IsComplete => sequence == transactions;

    /// <summary>Begins with the first line.</summary>
    public static StatementChain After(StatementLine header) => new(header);

    /// <summary>Takes the next transaction.</summary>
    public void Follow(StatementLine line)
    {
        line.RequireOnly([.. StatementNames.Transaction, StatementNames.Hash]);
        Require(line.Number(StatementNames.Sequence) == sequence + 1, $"It is transaction {line.Number(StatementNames.Sequence)}, not {sequence + 1}.");
        last = RequireHash(line, hash.After(last).Append(userId), StatementNames.Transaction);
        var (amount, left) = (line.Number(StatementNames.Amount), line.Number(StatementNames.BalanceAfter));
        Require(left == balance + amount, $"It leaves {left}, but {balance} before it and its {amount} make {balance + amount}.");
        Require(SumOfGrants(line) == amount, $"It moves {amount}, but its grants {SumOfGrants(line)}.");
        var time = line.Text(StatementNames.CreatedAt);
        Require(string.CompareOrdinal(time, lastTime) >= 0, $"It was booked at {time}, before its predecessor at {lastTime}.");
        (sequence, balance, lastTime) = (sequence + 1, left, time);
        if (IsComplete)
        {
            Require(last.AsSpan().SequenceEqual(chainHead), "It is the last, but its hash is not the header's chainHead.");
            Require(string.CompareOrdinal(time, generatedAt) <= 0, $"It was booked at {time}, after the statement was made at {generatedAt}.");
        }
    }

    /// <summary>Takes the line that says the statement is whole.</summary>
    public void End(StatementLine footer)
    {
        footer.RequireOnly(StatementNames.Footer);
        Require(footer.IsTrue(StatementNames.End), $"{StatementNames.End} is not true.");
        Require(footer.Number(StatementNames.Transactions) == transactions, $"It ends after another number of transactions than {transactions}.");
        Require(transactions > 0 || chainHead.AsSpan().SequenceEqual(ChainHash.Genesis), "Without a transaction the chainHead is all zeros.");
    }

    private static byte[] RequireHash(StatementLine line, ChainHash hash, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            hash.AppendOrAbsent(line.TextOrNull(name));
        }
        var computed = hash.Compute();
        Require(
            computed.AsSpan().SequenceEqual(line.Hash(StatementNames.Hash)),
            "Its hash does not fit its content and its predecessor: the line was changed, moved, or stands for another.");
        return computed;
    }

    private static Int128 SumOfGrants(StatementLine line)
    {
        var sum = Int128.Zero;
        foreach (var part in line.Text(StatementNames.Grants).Split(','))
        {
            var text = part.AsSpan(part.IndexOf('=', StringComparison.Ordinal) + 1);
            sum += long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
                ? amount
                : throw new StatementFaultException($"{part} is no grant with an amount.");
        }
        return sum;
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new StatementFaultException(otherwise);
        }
    }
}
