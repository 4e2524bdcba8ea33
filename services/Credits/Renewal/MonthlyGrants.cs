using System.Globalization;
using Credits.Expiry;
using Credits.Ledger;

namespace Credits.Renewal;

/// <summary>Brings an account in line with what is known of a subscription, whatever became known first.</summary>
/// <remarks>
/// A pure function of the facts: each period that began before the subscription's end has its monthly grant, each renewal its
/// rollover. What is done already is found by its source, so running it again changes nothing, and a period that is heard of
/// late is granted, rolled over and expired as it would have been in time.
/// </remarks>
internal sealed class MonthlyGrants(Subscription subscription, IReadOnlyCollection<SubscriptionPeriod> periods, CreditsOptions options)
{
    // A renewal follows its period at once; after a longer gap (a pause) it is a new beginning and nothing rolls over.
    private static readonly TimeSpan RenewalGapMax = TimeSpan.FromDays(1);

    private readonly List<SubscriptionPeriod> known = [.. periods.Where(period => period.EndsAt is not null).OrderBy(period => period.StartsAt)];

    /// <summary>The sources of all grants that may be there already.</summary>
    public string[] Sources => [.. known.SelectMany(period => new[] { MonthlySource(period), RolloverSource(period) })];

    /// <param name="book">The account.</param>
    /// <param name="granted">The lots found by <see cref="Sources"/>.</param>
    public void Settle(AccountBook book, Dictionary<string, Lot> granted)
    {
        Granted? last = null;
        foreach (var period in known.Where(period => HasBegun(period) || granted.ContainsKey(MonthlySource(period))).ToList())
        {
            if (IsWithinAnother(period, granted))
            {
                last = last is null ? null : Extend(book, last, period);
                continue;
            }
            if (!granted.TryGetValue(MonthlySource(period), out var lot))
            {
                granted.Add(MonthlySource(period), lot = Grant(book, period));
            }
            if (last is not null && period.StartsAt - last.EndsAt <= RenewalGapMax)
            {
                RollOver(book, last, period, granted);
                FreezeRollover(book, last, period, granted);
            }
            last = new Granted(period, lot, period.EndsAt!.Value);
            End(book, last);
            Freeze(book, lot, period.IsUnpaid);
        }
        Expiring.ExpireDue(book);
    }

    private static string MonthlySource(SubscriptionPeriod period) => $"monthly:{Key(period)}";

    private static string RolloverSource(SubscriptionPeriod period) => $"rollover:{Key(period)}";

    private static string Key(SubscriptionPeriod period) => string.Create(
        CultureInfo.InvariantCulture, $"{period.SubscriptionId}:{period.StartsAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}");

    private bool HasBegun(SubscriptionPeriod period) => subscription.EndedAt is not { } end || period.StartsAt < end;

    // A change of plan or price may move the period's start while what was paid for still runs: that grants nothing more,
    // and what was granted lasts until the moved period's end.
    private bool IsWithinAnother(SubscriptionPeriod period, Dictionary<string, Lot> granted) =>
        !granted.ContainsKey(MonthlySource(period)) && known.Exists(other => other != period
            && granted.ContainsKey(MonthlySource(other)) && other.StartsAt < period.EndsAt && period.StartsAt < other.EndsAt);

    private Lot Grant(AccountBook book, SubscriptionPeriod period) => book.Grant(
        new NewGrant(Bucket.Monthly, TransactionType.Monthly, options.MonthlyCredits, MonthlySource(period), "Monthly credits")
        {
            ExpiresAt = period.EndsAt,
        });

    // What was left counts whether or not the sweeper has expired it meanwhile: preserving must not depend on a message being
    // quicker than a timer. Credits that are held move when their hold returns them.
    private void RollOver(AccountBook book, Granted last, SubscriptionPeriod period, Dictionary<string, Lot> granted)
    {
        var lot = last.Lot;
        if (lot.RolloverExpiresAt is not null || granted.ContainsKey(RolloverSource(period)))
        {
            return;
        }
        lot.RolloverExpiresAt = period.EndsAt;
        book.Touch(lot);
        var kept = Math.Min(lot.Free + lot.Expired, options.RolloverCapCredits);
        if (kept > 0)
        {
            granted.Add(
                RolloverSource(period), Rollover.Move(book, lot, kept, new RolloverOrder(RolloverSource(period), period.EndsAt!.Value)));
        }
        if (lot.Free > 0)
        {
            Expiring.Expire(book, lot, lot.Free);
        }
    }

    private Granted Extend(AccountBook book, Granted last, SubscriptionPeriod moved)
    {
        if (moved.StartsAt >= last.EndsAt || moved.EndsAt <= last.EndsAt)
        {
            return last;
        }
        var extended = last with { EndsAt = moved.EndsAt!.Value };
        End(book, extended);
        return extended;
    }

    private void End(AccountBook book, Granted granted)
    {
        var end = subscription.EndedAt < granted.EndsAt ? subscription.EndedAt : granted.EndsAt;
        if (granted.Lot.ExpiresAt != end)
        {
            granted.Lot.ExpiresAt = end;
            book.Touch(granted.Lot);
        }
    }

    // What lives on of an unpaid month is as unpaid as the month, whichever was heard of first, the renewal or the failed invoice.
    private static void FreezeRollover(AccountBook book, Granted last, SubscriptionPeriod period, Dictionary<string, Lot> granted)
    {
        if (granted.TryGetValue(RolloverSource(period), out var rollover))
        {
            Freeze(book, rollover, last.Period.IsUnpaid);
        }
    }

    private static void Freeze(AccountBook book, Lot lot, bool isFrozen)
    {
        if (lot.IsFrozen != isFrozen)
        {
            lot.IsFrozen = isFrozen;
            book.Touch(lot);
        }
    }

    /// <summary>A period with its lot, and until when that lasts.</summary>
    private sealed record Granted(SubscriptionPeriod Period, Lot Lot, DateTimeOffset EndsAt);
}
