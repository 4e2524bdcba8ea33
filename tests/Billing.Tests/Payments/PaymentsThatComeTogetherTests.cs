using Contracts;
using Messaging.Bundles;
using Npgsql;

namespace Billing.Tests.Payments;

/// <summary>Payments of a bundle share a transaction, and each is marked as if it had come by itself.</summary>
[Collection(SharedBilling.Name)]
public sealed class PaymentsThatComeTogetherTests(BillingApplication billing)
{
    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task EachIsMarkedOnItsOwn()
    {
        var purchases = await StartAsync(7);
        // Known before: money went back of one, and one was refused and then paid.
        await billing.DeliverAsync(purchases[1].Refunded(purchases[1].Amount));
        await billing.DeliverAsync(purchases[2].Failed(_user));
        await billing.ExecuteAsync($"UPDATE purchases SET payment_intent_id = NULL WHERE id = '{purchases[6].PurchaseId}'");
        var paid = purchases.ConvertAll(purchase => purchase.Succeeded(_user));

        await DeliverAsync(
            paid[0], paid[1], paid[2],
            // One names no purchase, one another's, one comes twice under two ids, one brings too little, and one overtakes the answer to its request.
            paid[3] with { PurchaseId = null }, paid[4] with { PurchaseId = purchases[0].PurchaseId }, paid[4],
            paid[5] with { AmountCents = 1 }, paid[6], paid[0] with { UserId = BillingApplication.NewUser() });

        Assert.Equal(
            ["succeeded", "refunded", "succeeded", "succeeded", "succeeded", "succeeded", "succeeded"],
            await billing.TextsAsync($"SELECT status FROM purchases WHERE user_id = '{_user}' ORDER BY created_at"));
        Assert.Equal(
            purchases.Select((purchase, number) => $"{purchase.PaymentIntentId} {(number == 5 ? 1 : purchase.Amount)}"),
            await billing.TextsAsync($"SELECT payment_intent_id || ' ' || received_cents FROM purchases WHERE user_id = '{_user}' ORDER BY created_at"));
    }

    [Fact]
    public async Task TwoPaymentsThatNameOnePurchase_OnlyItsOwnIsForIt()
    {
        var purchase = (await StartAsync(1))[0];
        var own = purchase.Succeeded(_user);

        await DeliverAsync(own with { PaymentIntentId = $"pi_copied_{_user}" }, own);

        Assert.Equal(
            [$"succeeded {purchase.PaymentIntentId}"],
            await billing.TextsAsync($"SELECT status || ' ' || payment_intent_id FROM purchases WHERE user_id = '{_user}'"));
    }

    [Fact]
    public async Task WhoWaitsForAPurchase_HasNoLaterOneLocked()
    {
        var purchases = (await StartAsync(2)).OrderBy(purchase => purchase.PurchaseId).ToList();
        await using var connection = new NpgsqlConnection(billing.Database.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"SELECT FROM purchases WHERE id = '{purchases[0].PurchaseId}' FOR UPDATE");

        await billing.PublishAsync(BundleOf(purchases[1].Succeeded(_user), purchases[0].Succeeded(_user)));
        await Eventually.Async(async () => await billing.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);

        await ExecuteAsync(connection, $"SELECT FROM purchases WHERE id = '{purchases[1].PurchaseId}' FOR UPDATE NOWAIT");
        await transaction.RollbackAsync();
        await Eventually.Async(async () => await billing.CountAsync(
            $"SELECT count(*) FROM purchases WHERE user_id = '{_user}' AND status = 'succeeded'") == 2);
    }

    private async Task<List<StartedPurchase>> StartAsync(int count)
    {
        var purchases = new List<StartedPurchase>();
        while (purchases.Count < count)
        {
            purchases.Add(await billing.StartPurchaseAsync(_user));
        }
        return purchases;
    }

    private async Task DeliverAsync(params PaymentSucceeded[] payments)
    {
        var bundle = BundleOf(payments);
        await billing.PublishAsync(bundle);
        await Eventually.Async(async () => await billing.CountAsync(
            $"SELECT count(*) FROM inbox_entries WHERE message_id IN ('{string.Join("', '", bundle.Messages.Select(message => message.MessageId))}')")
            == payments.Length);
    }

    private static Bundle<PaymentSucceeded> BundleOf(params PaymentSucceeded[] payments) => Bundle.Of(payments, TimeProvider.System.GetUtcNow());

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
