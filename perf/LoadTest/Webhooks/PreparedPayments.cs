using System.Globalization;
using System.Text.Unicode;
using Npgsql;

namespace LoadTest.Webhooks;

/// <summary>Pending purchases, numbered from 1, each with a payment that the load then reports as paid.</summary>
internal sealed class PreparedPayments
{
    public const long Credits = 250;
    public const long AmountCents = 1_000;

    private readonly string[] users;
    private readonly NpgsqlDataSource billing;
    private readonly string idPrefix;
    private readonly string eventPrefix;
    private readonly string paymentPrefix;
    private long prepared;
    private long used;

    /// <param name="users">Who bought them, in turn.</param>
    /// <param name="billing">Billing's database, as a role that may write there.</param>
    public PreparedPayments(string[] users, NpgsqlDataSource billing)
    {
        (this.users, this.billing) = (users, billing);
        var run = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        idPrefix = string.Create(CultureInfo.InvariantCulture, $"{run >> 16 & 0xFFFFFFFF:x8}-{run & 0xFFFF:x4}-4000-8000-");
        eventPrefix = string.Create(CultureInfo.InvariantCulture, $"evt_bench{run}x");
        paymentPrefix = string.Create(CultureInfo.InvariantCulture, $"pi_bench{run}x");
    }

    /// <summary>How many were reported as paid so far.</summary>
    public long Used => Interlocked.Read(ref used);

    /// <summary>Sees to it that there are so many more than are used.</summary>
    /// <remarks>Written as Billing would have written them. Through Billing itself the local Stripe would be the one that is measured.</remarks>
    public async Task PrepareAsync(long count, CancellationToken cancellationToken)
    {
        var last = Used + count;
        await using var command = billing.CreateCommand(
            """
            INSERT INTO purchases (id, user_id, package, credits, amount_cents, currency, status, stripe_customer_id, payment_attempt,
                payment_intent_id, refunded_cents, created_at, updated_at)
            SELECT ($1 || lpad(to_hex(n), 12, '0'))::uuid, $2[1 + n % cardinality($2)], 'medium', $3, $4, 'usd', 'pending', 'cus_bench', 1,
                $5 || lpad(n::text, 9, '0'), 0, now(), now()
            FROM generate_series($6, $7) AS n
            """);
        foreach (var value in (object[])[idPrefix, users, Credits, AmountCents, paymentPrefix, prepared + 1, last])
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        await command.ExecuteNonQueryAsync(cancellationToken);
        prepared = Math.Max(prepared, last);
    }

    /// <summary>The number of the next payment to report.</summary>
    public long Take()
    {
        var number = Interlocked.Increment(ref used);
        return number <= prepared ? number : throw new InvalidOperationException($"Only {prepared} purchases were prepared.");
    }

    public string UserOf(long number) => users[number % users.Length];

    /// <summary>The event of Stripe's that says it was paid: indented JSON, as Stripe sends it.</summary>
    /// <returns>Its length in bytes.</returns>
    public int WriteEvent(long number, Span<byte> destination) => Utf8.TryWrite(
        destination,
        CultureInfo.InvariantCulture,
        $$"""
        {
          "id": "{{EventId(number)}}",
          "object": "event",
          "api_version": "2026-10-28.endive",
          "created": {{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}},
          "data": {
            "object": {
              "id": "{{PaymentId(number)}}",
              "object": "payment_intent",
              "amount": {{AmountCents}},
              "amount_capturable": 0,
              "amount_received": {{AmountCents}},
              "application": null,
              "automatic_payment_methods": {
                "allow_redirects": "always",
                "enabled": true
              },
              "capture_method": "automatic_async",
              "client_secret": null,
              "confirmation_method": "automatic",
              "currency": "usd",
              "customer": "cus_bench",
              "description": "Credit pack",
              "last_payment_error": null,
              "latest_charge": "ch_{{PaymentId(number)}}",
              "livemode": false,
              "metadata": {
                "type": "playground_credits",
                "user_id": "{{UserOf(number)}}",
                "purchase_id": "{{PurchaseId(number)}}",
                "package": "medium",
                "credits": "{{Credits}}",
                "amount_cents": "{{AmountCents}}",
                "currency": "usd"
              },
              "next_action": null,
              "payment_method": "pm_bench",
              "payment_method_types": [
                "card"
              ],
              "receipt_email": null,
              "status": "succeeded"
            }
          },
          "livemode": false,
          "pending_webhooks": 1,
          "request": {
            "id": "req_bench",
            "idempotency_key": "{{PurchaseId(number)}}"
          },
          "type": "payment_intent.succeeded"
        }
        """,
        out var written) ? written : throw new ArgumentException("There is no room for an event.", nameof(destination));

    // Numbers are of one length everywhere, so that the order of the ids is theirs.
    public Guid PurchaseId(long number) => Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"{idPrefix}{number:x12}"));

    public string EventId(long number) => string.Create(CultureInfo.InvariantCulture, $"{eventPrefix}{number:000000000}");

    public string PaymentId(long number) => string.Create(CultureInfo.InvariantCulture, $"{paymentPrefix}{number:000000000}");

    /// <summary>The source of the grant that the payment brings.</summary>
    public string GrantSource(long number) => $"purchase:{PaymentId(number)}";
}
