using Contracts;
using Credits.Granting;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Reliability.Storage;

namespace Credits.Refunds;

/// <summary>Grants what was paid and takes back what was returned, whichever is heard of first.</summary>
/// <remarks>
/// The payment's row is locked before the account's, by both: a refund that comes at the same moment as its payment either finds
/// the grant, or leaves its fact for the payment to find.
/// </remarks>
internal sealed class Payments(CreditsDbContext database, UnitOfWork unitOfWork, LedgerWriter ledger, IOptions<CreditsOptions> options)
{
    /// <summary>Grants the credits of payments, of each unless that was done before, and applies what is already known of their refunds.</summary>
    /// <returns>Those granted now, by the payments' ids.</returns>
    public Task<HashSet<string>> GrantAllAsync(IReadOnlyList<PaymentSucceeded> paid, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(
            async token =>
            {
                var payments = await KnowAsync(paid, token);
                var facts = await FactsAsync([.. payments.Known.Select(payment => payment.PaymentIntentId)], token);
                var users = payments.All.Select(payment => payment.UserId!).Distinct(StringComparer.Ordinal).ToArray();
                return await ledger.ChangeAllAsync(users, session => GrantAllAsync(session, payments, facts, token), token, withLots: false);
            },
            cancellationToken);

    /// <summary>Notes a fact, and applies it if the payment is known. A fact that is known already changes nothing.</summary>
    /// <returns>True when it was new.</returns>
    public Task<bool> NoteAsync(PaymentFact fact, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(
            async token =>
            {
                var payment = (await LockAsync([fact.PaymentIntentId], token))[fact.PaymentIntentId];
                if (await database.PaymentFacts.AnyAsync(
                    known => known.PaymentIntentId == fact.PaymentIntentId && known.Kind == fact.Kind && known.Key == fact.Key, token))
                {
                    return false;
                }
                database.PaymentFacts.Add(fact);
                await database.SaveChangesAsync(token);
                if (payment.UserId is not null)
                {
                    await ledger.ChangeAsync(payment.UserId, (session, book) => ApplyAsync(session, book, payment, token), token);
                }
                return true;
            },
            cancellationToken);

    // Locks the rows as well, in one order, so that two that lock several can't wait for each other: first those that nobody heard of
    // before, as nearly all are. Nothing can be known of these, and nothing granted.
    private async Task<HeardOf> KnowAsync(IReadOnlyList<PaymentSucceeded> paid, CancellationToken cancellationToken)
    {
        var first = paid.DistinctBy(message => message.PaymentIntentId, StringComparer.Ordinal).ToList();
        var added = await AddAsync(first, cancellationToken);
        var known = await CompleteAsync(first.FindAll(message => !added.Contains(message.PaymentIntentId)), cancellationToken);
        var heard = new HeardOf([.. first.Where(message => added.Contains(message.PaymentIntentId)).Select(PaymentOf)], known);
        var userOf = heard.All.ToDictionary(payment => payment.PaymentIntentId, payment => payment.UserId, StringComparer.Ordinal);
        if (paid.FirstOrDefault(message => userOf[message.PaymentIntentId] != message.UserId) is { } other)
        {
            throw new PaymentMismatchException($"Payment {other.PaymentIntentId} was granted to another user than {other.UserId}.");
        }
        return heard;
    }

    private async Task<HashSet<string>> AddAsync(List<PaymentSucceeded> paid, CancellationToken cancellationToken) =>
        [.. await database.Database
            .SqlQuery<string>(
                $"""
                INSERT INTO payments (payment_intent_id, user_id, credits, amount_cents, purchase_id)
                SELECT * FROM unnest({Column(paid, message => message.PaymentIntentId)}, {Column(paid, message => message.UserId)},
                    {Column(paid, message => message.Credits)}, {Column(paid, message => message.AmountCents)},
                    {Column(paid, message => message.PurchaseId)}) AS paid (id)
                ORDER BY paid.id
                ON CONFLICT DO NOTHING
                RETURNING payment_intent_id AS "Value"
                """)
            .ToListAsync(cancellationToken)];

    // What was known first stands.
    private async Task<List<Payment>> CompleteAsync(List<PaymentSucceeded> paid, CancellationToken cancellationToken) =>
        paid.Count == 0 ? [] : await database.Payments
            .FromSql(
                $"""
                INSERT INTO payments AS known (payment_intent_id, user_id, credits, amount_cents, purchase_id)
                SELECT * FROM unnest({Column(paid, message => message.PaymentIntentId)}, {Column(paid, message => message.UserId)},
                    {Column(paid, message => message.Credits)}, {Column(paid, message => message.AmountCents)},
                    {Column(paid, message => message.PurchaseId)}) AS paid (id)
                ORDER BY paid.id
                ON CONFLICT (payment_intent_id) DO UPDATE SET user_id = COALESCE(known.user_id, excluded.user_id),
                    credits = COALESCE(known.credits, excluded.credits), amount_cents = COALESCE(known.amount_cents, excluded.amount_cents),
                    purchase_id = COALESCE(known.purchase_id, excluded.purchase_id)
                RETURNING *
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);

    private async Task<HashSet<string>> GrantAllAsync(
        LedgerSession session, HeardOf payments, ILookup<string, PaymentFact> facts, CancellationToken cancellationToken)
    {
        var books = payments.Known.ToDictionary(Source, payment => session.Book(payment.UserId!), StringComparer.Ordinal);
        var found = books.Count == 0 ? [] : await LedgerStore.FindAsync(session.Connection, books, cancellationToken);
        await session.CompleteAsync(
            payments.Known.Where(payment => facts.Contains(payment.PaymentIntentId)).Select(payment => session.Book(payment.UserId!)).Distinct(),
            cancellationToken);
        var granted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var payment in payments.All.Where(payment => !found.ContainsKey(Source(payment))))
        {
            await GrantAsync(session, payment, [.. facts[payment.PaymentIntentId]], cancellationToken);
            granted.Add(payment.PaymentIntentId);
        }
        return granted;
    }

    private async Task GrantAsync(
        LedgerSession session, Payment payment, IReadOnlyCollection<PaymentFact> facts, CancellationToken cancellationToken)
    {
        var book = session.Book(payment.UserId!);
        var lot = book.Grant(new NewGrant(Bucket.Purchased, TransactionType.Purchase, payment.Credits!.Value, Source(payment), "Credit pack")
        {
            PurchaseId = payment.PurchaseId,
            PaymentIntentId = payment.PaymentIntentId,
        });
        ClawingBack.RepayFrom(book, lot);
        if (facts.Count > 0)
        {
            await SettleAsync(session, new Paid(payment, book, lot), facts, cancellationToken);
        }
    }

    private async Task<bool> ApplyAsync(LedgerSession session, AccountBook book, Payment payment, CancellationToken cancellationToken)
    {
        var found = await LedgerStore.FindAsync(session.Connection, book, [Source(payment)], cancellationToken);
        if (!found.TryGetValue(Source(payment), out var lot))
        {
            return false;
        }
        var facts = await FactsAsync([payment.PaymentIntentId], cancellationToken);
        await SettleAsync(session, new Paid(payment, book, lot), [.. facts[payment.PaymentIntentId]], cancellationToken);
        return true;
    }

    private async Task SettleAsync(
        LedgerSession session, Paid paid, IReadOnlyCollection<PaymentFact> facts, CancellationToken cancellationToken)
    {
        var clawback = await ClawbackAsync(session, paid.Book, paid.Payment, paid.Lot, cancellationToken);
        ClawingBack.Settle(paid.Book, clawback, Reversal.Of(paid.Payment, facts), options.Value.ShortfallPolicy);
    }

    private async Task<ILookup<string, PaymentFact>> FactsAsync(
        IReadOnlyCollection<string> paymentIntentIds, CancellationToken cancellationToken)
    {
        List<PaymentFact> facts = paymentIntentIds.Count == 0 ? [] : await database.PaymentFacts.AsNoTracking()
            .Where(fact => paymentIntentIds.Contains(fact.PaymentIntentId))
            .ToListAsync(cancellationToken);
        return facts.ToLookup(fact => fact.PaymentIntentId, StringComparer.Ordinal);
    }

    private async Task<Clawback> ClawbackAsync(
        LedgerSession session, AccountBook book, Payment payment, Lot lot, CancellationToken cancellationToken)
    {
        var id = payment.PaymentIntentId;
        var clawback = book.ShortClawbacks.Find(known => known.PaymentIntentId == id)
            ?? await database.Clawbacks.AsNoTracking().SingleOrDefaultAsync(known => known.PaymentIntentId == id, cancellationToken);
        if (clawback is null)
        {
            return new Clawback { PaymentIntentId = id, UserId = book.UserId, PurchaseId = payment.PurchaseId, GrantId = lot.Id };
        }
        await LedgerStore.KnowAsync(session.Connection, book, clawback.GrantIds, cancellationToken);
        return clawback;
    }

    private static T[] Column<T>(List<PaymentSucceeded> paid, Func<PaymentSucceeded, T> value) => [.. paid.Select(value)];

    private static Payment PaymentOf(PaymentSucceeded paid) => new()
    {
        PaymentIntentId = paid.PaymentIntentId,
        UserId = paid.UserId,
        Credits = paid.Credits,
        AmountCents = paid.AmountCents,
        PurchaseId = paid.PurchaseId,
    };

    /// <summary>The source of the grant that a payment brought.</summary>
    public static string SourceOf(string paymentIntentId) => $"purchase:{paymentIntentId}";

    private static string Source(Payment payment) => SourceOf(payment.PaymentIntentId);

    // In one order, so that two that lock several can't wait for each other.
    private async Task<Dictionary<string, Payment>> LockAsync(string[] paymentIntentIds, CancellationToken cancellationToken)
    {
        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO payments (payment_intent_id) SELECT id FROM unnest({paymentIntentIds}) AS id ORDER BY id
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
        return await database.Payments
            .FromSql($"SELECT * FROM payments WHERE payment_intent_id = ANY({paymentIntentIds}) ORDER BY payment_intent_id FOR UPDATE")
            .ToDictionaryAsync(payment => payment.PaymentIntentId, StringComparer.Ordinal, cancellationToken);
    }

    /// <summary>Payments that succeeded.</summary>
    /// <param name="New">Never heard of before.</param>
    /// <param name="Known">Heard of before, by themselves or by something that became of them.</param>
    private sealed record HeardOf(IReadOnlyCollection<Payment> New, IReadOnlyCollection<Payment> Known)
    {
        public IEnumerable<Payment> All => New.Concat(Known);
    }

    /// <summary>A payment whose credits were granted.</summary>
    private sealed record Paid(Payment Payment, AccountBook Book, Lot Lot);
}
