using System.Text.Json;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Credits.PromoCodes;

/// <summary>Decides what becomes of a code that a user enters, and grants its credits in the same transaction.</summary>
/// <remarks>
/// The account is locked first, the code after it: a user's own tries come one after the other, and the code, which all who redeem
/// it wait for, is locked for the shortest time. Under both locks the limits hold on any number of replicas.
/// </remarks>
internal sealed class Redemptions(CreditsDbContext database, LedgerWriter ledger, GuessLimit guesses)
{
    /// <param name="userId">Who enters it.</param>
    /// <param name="typed">The code as it was typed.</param>
    /// <param name="requestId">The request's claim, by which an earlier run of it is found; null when it came without a key.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public Task<RedeemOutcome> RedeemAsync(string userId, string typed, Guid? requestId, CancellationToken cancellationToken) =>
        ledger.ChangeAsync(
            userId,
            async (session, book) => await PastRedemption.FindAsync(session.Connection, userId, requestId, cancellationToken)
                ?? await DecideAsync(book, CodeText.Hash(CodeText.Normalize(typed)), requestId, cancellationToken),
            cancellationToken);

    private async Task<RedeemOutcome> DecideAsync(AccountBook book, byte[] hash, Guid? requestId, CancellationToken cancellationToken)
    {
        if (await guesses.WaitAsync(book.UserId, book.Now, cancellationToken) is { } wait)
        {
            return new RedeemOutcome.GuessedTooOften(wait);
        }
        if (await LockAsync(hash, book.Now, cancellationToken) is not { } code)
        {
            await guesses.CountAsync(book.UserId, book.Now, cancellationToken);
            return new RedeemOutcome.Unknown();
        }
        if (code.DisabledAt is not null || code.EndsAt <= book.Now)
        {
            return new RedeemOutcome.Expired();
        }
        var number = 1 + await database.PromoRedemptions.CountAsync(
            past => past.PromoCodeId == code.Id && past.UserId == book.UserId, cancellationToken);
        if (number > code.RedemptionsPerUserMax)
        {
            return new RedeemOutcome.AlreadyRedeemed();
        }
        return code.Redemptions >= code.RedemptionsMax ? new RedeemOutcome.Exhausted() : Grant(book, code, number, requestId);
    }

    // A code that has not started is not found, just as one that does not exist: nothing tells the two apart.
    private Task<PromoCode?> LockAsync(byte[] hash, DateTimeOffset now, CancellationToken cancellationToken) => database.PromoCodes
        .FromSql($"SELECT * FROM promo_codes WHERE code_hash = {hash} AND starts_at <= {now} FOR UPDATE")
        .SingleOrDefaultAsync(cancellationToken);

    private RedeemOutcome.Redeemed Grant(AccountBook book, PromoCode code, int number, Guid? requestId)
    {
        var expiresAt = code.CreditsExpireAfterDays is { } days ? book.Now.AddDays(days) : (DateTimeOffset?)null;
        var lot = book.Grant(new NewGrant(Bucket.Bonus, TransactionType.Bonus, code.Credits, Source(code, book.UserId, number), "Promo code")
        {
            ExpiresAt = expiresAt,
            Metadata = JsonSerializer.Serialize(new RedemptionMetadata(code.Code, requestId), RedemptionMetadata.Json),
        });
        code.Redemptions++;
        database.PromoRedemptions.Add(new PromoRedemption
        {
            PromoCodeId = code.Id,
            UserId = book.UserId,
            Number = number,
            GrantId = lot.Id,
            RedeemedAt = book.Now,
        });
        return new RedeemOutcome.Redeemed(code.Code, lot.Id, code.Credits, expiresAt, book.Balance);
    }

    // A code has no colon and always or never a number at the end, so no two redemptions share a source, whatever a user is called.
    private static string Source(PromoCode code, string userId, int number) =>
        code.RedemptionsPerUserMax == 1 ? $"promo:{code.Code}:{userId}" : FormattableString.Invariant($"promo:{code.Code}:{userId}:{number}");
}

/// <summary>What became of a code that was entered.</summary>
internal abstract record RedeemOutcome
{
    public sealed record Redeemed(string Code, Guid GrantId, long Credits, DateTimeOffset? ExpiresAt, long BalanceAfter) : RedeemOutcome;

    public sealed record Unknown : RedeemOutcome;

    public sealed record Expired : RedeemOutcome;

    public sealed record AlreadyRedeemed : RedeemOutcome;

    public sealed record Exhausted : RedeemOutcome;

    public sealed record GuessedTooOften(TimeSpan Wait) : RedeemOutcome;
}
