using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>All that is known of each buyer in the end, in lines that say the same for everybody to whom the same happened.</summary>
/// <remarks>
/// Left out is what tells of the way there: when something was heard of, in how many steps the ledger got where it is, and which
/// shape of an event came first.
/// </remarks>
internal static partial class EndStates
{
    private const string Time = "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'";

    private static readonly string[] OfBilling =
    [
        """
        SELECT user_id, format('purchase %s by %s in %s at attempt %s: %s of %s %s, %s credits for %s %s, %s; %s received, %s refunded, %s granted, paid %s, failed %s %s, processing %s, canceled %s',
            id, payment_intent_id, checkout_session_id, payment_attempt, stripe_customer_id, package, status, credits, amount_cents, currency, user_id,
            received_cents, refunded_cents, granted_credits, to_char(succeeded_at, 'YYYY-MM-DD HH24'), failure_reason, failed_at, processing_at, canceled_at)
        FROM purchases
        """,
        """
        SELECT p.user_id, format('billing fact %s %s: %s after %s', f.kind, f.key, f.amount_cents, f.previous_amount_cents)
        FROM payment_facts f JOIN purchases p USING (payment_intent_id)
        """,
        $"""
        SELECT user_id, format('mirror of %s of %s: %s, %s for %s %s, from %s to %s, cancel %s %s, ended %s, created %s', subscription_id, stripe_customer_id, status,
            price_id, amount_cents, currency, to_char(current_period_start, {Time}), to_char(current_period_end, {Time}), cancel_at, cancel_at_period_end, ended_at,
            to_char(created_at, {Time}))
        FROM subscriptions
        """,
        "SELECT user_id, format('customer %s of generation %s, deleted %s', stripe_customer_id, generation, deleted_at) FROM customers",
        "SELECT user_id, format('checkout %s at attempt %s: %s for %s', session_id, attempt, price_id, stripe_customer_id) FROM subscription_checkouts",
    ];

    private static readonly string[] OfCredits =
    [
        "SELECT user_id, format('account: %s credits, %s', balance, alert_level) FROM accounts",
        $"""
        SELECT user_id, format('grant %s of %s %s: %s remain, %s held, frozen %s, until %s, rolled over until %s, purchase %s', source, amount, bucket, remaining, held,
            is_frozen, to_char(expires_at, {Time}), to_char(rollover_expires_at, {Time}), purchase_id)
        FROM grants
        """,
        """
        SELECT user_id, format('clawback of %s: %s of %s taken, debt %s, short %s, from %s', payment_intent_id, taken, target, is_debt, short_since IS NOT NULL,
            (SELECT string_agg(format('%s of %s', part.amount, g.source), ', ' ORDER BY g.source)
             FROM unnest(grant_ids, grant_amounts) AS part (id, amount) JOIN grants g USING (id)))
        FROM clawbacks
        """,
        "SELECT user_id, format('payment %s: %s credits for %s, purchase %s', payment_intent_id, credits, amount_cents, purchase_id) FROM payments WHERE user_id IS NOT NULL",
        """
        SELECT p.user_id, format('ledger fact %s %s: %s after %s of %s', f.kind, f.key, f.amount_cents, f.previous_amount_cents, f.charge_amount_cents)
        FROM payment_facts f JOIN payments p USING (payment_intent_id) WHERE p.user_id IS NOT NULL
        """,
        "SELECT user_id, format('subscription %s, ended %s', subscription_id, ended_at) FROM subscriptions",
        $"""
        SELECT s.user_id, format('period %s to %s: was past due %s, was recovered %s', to_char(starts_at, {Time}), to_char(ends_at, {Time}), was_past_due, was_recovered)
        FROM subscription_periods JOIN subscriptions s USING (subscription_id)
        """,
        "SELECT user_id, format('transaction %s of %s, %s', type, amount, idempotency_key) FROM transactions WHERE type NOT IN ('refund', 'rollover', 'expire')",
        // In how many steps depends on the order, and so does whether credits expired before they were known to roll over.
        "SELECT user_id, format('refunds come to %s', sum(amount)) FROM transactions WHERE type = 'refund' GROUP BY user_id",
        "SELECT user_id, format('rollovers and expiries come to %s', sum(amount)) FROM transactions WHERE type IN ('rollover', 'expire') GROUP BY user_id",
    ];

    public static async Task<IReadOnlyDictionary<Buyer, IReadOnlyList<string>>> ReadAsync(WholeProduct product, IReadOnlyList<Buyer> buyers)
    {
        var lines = new List<(string User, string Line)>();
        foreach (var sql in OfBilling)
        {
            lines.AddRange(await product.BillingData.LinesAsync(sql));
        }
        foreach (var sql in OfCredits)
        {
            lines.AddRange(await product.CreditsData.LinesAsync(sql));
        }
        var archive = (await product.BillingData.LinesAsync("SELECT event_id, format('archived %s %s %s: %s', event_id, type, object_id, outcome) FROM stripe_events"))
            .ToDictionary(entry => entry.User, entry => entry.Line, StringComparer.Ordinal);
        var byUser = lines.ToLookup(line => line.User, line => line.Line, StringComparer.Ordinal);

        var states = new ConcurrentDictionary<Buyer, IReadOnlyList<string>>();
        await Parallel.ForEachAsync(buyers, async (buyer, _) =>
        {
            var balance = $"balance {await product.BalanceOfAsync(buyer.User)}";
            var archived = buyer.Events.Select(known => archive.GetValueOrDefault(known.Id, $"not archived: {known.Id}"));
            states[buyer] = Normalized(byUser[buyer.User].Append(balance).Concat(archived), buyer);
        });
        return states;
    }

    // Ids by what they are ids of, and times by how long after the subscription's start they are.
    private static List<string> Normalized(IEnumerable<string> lines, Buyer buyer)
    {
        var names = NamesOf(buyer);
        var start = DateTimeOffset.FromUnixTimeSeconds(buyer.Events.First(known => known.Subject.Id == buyer.SubscriptionId).Subject.Created);
        string After(Match moment) =>
            $"start + {(DateTimeOffset.Parse(moment.Value, CultureInfo.InvariantCulture) - start).TotalSeconds} s";
        return
        [
            .. lines
                .Select(line => Moment().Replace(Id().Replace(line, id => names.GetValueOrDefault(id.Value, id.Value)), After))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static Dictionary<string, string> NamesOf(Buyer buyer)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [buyer.User] = "the user",
            [buyer.PurchaseId.ToString()] = "the purchase",
            [buyer.CustomerId] = "the customer",
            [buyer.SubscriptionId] = "the subscription",
            [buyer.PackPaymentId] = "the payment",
            [buyer.PackSession.Id] = "the pack's checkout",
            [buyer.PlanSession.Id] = "the plan's checkout",
        };
        foreach (var (index, known) in buyer.Events.Index())
        {
            names.TryAdd(known.Id, $"event {index}");
            names.TryAdd(known.Subject.Id, $"the {known.Subject.ObjectName} of event {index}");
        }
        return names;
    }

    [GeneratedRegex(@"\b(user|pi|ch|cs_test|cus|sub|in|dp|evt)_[A-Za-z0-9]+|\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|\+00:00)")]
    private static partial Regex Moment();
}
