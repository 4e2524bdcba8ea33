using Credits.Ledger;
using Npgsql;
using Reports;

namespace Credits.Analytics;

/// <summary>Credits that came and went in a time. Granted, less what was spent, expired, refunded and deducted, is net.</summary>
/// <param name="Granted">What was given, by where it came from.</param>
/// <param name="SpentCredits">By spends and captured holds.</param>
/// <param name="Spends">How many times.</param>
/// <param name="Spenders">How many users did. Of the whole span: each user once.</param>
/// <param name="ExpiredCredits">Less what was brought back of it by a renewal that was heard of late.</param>
/// <param name="RefundedCredits">Taken back because money went back; less what was returned because it came again.</param>
/// <param name="DeductedCredits">Taken by operators.</param>
/// <param name="NetCredits">By how much all balances together changed.</param>
internal sealed record CreditUsage(
    GrantedCredits Granted,
    long SpentCredits,
    long Spends,
    long Spenders,
    long ExpiredCredits,
    long RefundedCredits,
    long DeductedCredits,
    long NetCredits)
{
    private const int TimeoutSeconds = 25;

    // A transaction's id tells its moment in whole milliseconds.
    private static readonly TimeSpan IdStep = TimeSpan.FromMilliseconds(1);

    /// <exception cref="NpgsqlException">Among others of a <see cref="TimeoutException"/>, when more was booked than can be summed up in time.</exception>
    public static async Task<Report<CreditUsage>> ReadAsync(NpgsqlDataSource dataSource, ReportSpan span, CancellationToken cancellationToken)
    {
        await using var command = ReportFigures.Command(dataSource, CreditUsageStatement.Sql, span.InParts);
        command.CommandTimeout = TimeoutSeconds;
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = FirstIdAt(span.InParts.Starts[0]) });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = FirstIdAt(span.InParts.End + IdStep) });
        var booked = await ReportFigures.ReadAsync(command, cancellationToken);
        return span.ReportOf(Enumerable.Range(1, span.Parts.Count).Select(part => Of(booked, part)), Of(booked, ReportFigures.Whole));
    }

    private static CreditUsage Of(ReportFigures booked, int part) => new(
        GrantedCredits.Of(type => booked[part, CreditUsageStatement.GrantedPrefix + type]),
        SpentCredits: booked[part, "spent"],
        Spends: booked[part, "spends"],
        Spenders: booked[part, "spenders"],
        ExpiredCredits: booked[part, "expired"],
        RefundedCredits: booked[part, "refunded"],
        DeductedCredits: booked[part, "deducted"],
        NetCredits: booked[part, "net"]);

    // The least UUID of version 7 of that moment: of its 16 bytes the first six are the milliseconds.
    private static Guid FirstIdAt(DateTimeOffset moment)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(moment).TryWriteBytes(bytes, bigEndian: true, out _);
        bytes[6..].Clear();
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Credits given, by the type of their transactions.</summary>
/// <param name="Signup">For opening an account.</param>
/// <param name="Monthly">By the plan.</param>
/// <param name="Purchase">By packs.</param>
/// <param name="Bonus">By promo codes.</param>
/// <param name="Admin">By operators.</param>
/// <param name="Total">All of them.</param>
internal sealed record GrantedCredits(long Signup, long Monthly, long Purchase, long Bonus, long Admin, long Total)
{
    public static GrantedCredits Of(Func<string, long> granted)
    {
        var (signup, monthly, purchase) = (granted(TransactionType.Signup), granted(TransactionType.Monthly), granted(TransactionType.Purchase));
        var (bonus, admin) = (granted(TransactionType.Bonus), granted(TransactionType.Admin));
        return new GrantedCredits(signup, monthly, purchase, bonus, admin, signup + monthly + purchase + bonus + admin);
    }
}
