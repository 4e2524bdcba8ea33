using Contracts;
using Messaging.Bundles;
using Npgsql;

namespace Billing.Tests.Payments;

[Collection(SharedBilling.Name)]
public sealed class GrantingThePurchasedCreditsTests(BillingApplication billing) : IAsyncLifetime
{
    private readonly string _user = BillingApplication.NewUser();
    private StartedPurchase _purchase = null!;

    public async Task InitializeAsync() => _purchase = await billing.StartPurchaseAsync(_user);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task ThePurchaseSaysThatItsCreditsAreThere_AndSinceWhen()
    {
        var grant = _purchase.Granted(_user);

        await billing.DeliverAsync(grant);

        var purchase = await billing.PurchaseOfAsync(_user, _purchase.PurchaseId);
        Assert.Equal((true, (DateTimeOffset?)grant.OccurredAt), (purchase.CreditsGranted, purchase.CreditsGrantedAt));
    }

    [Fact]
    public async Task TheFirstWordStands()
    {
        await billing.DeliverAsync(_purchase.Granted(_user));
        await billing.DeliverAsync(_purchase.Granted(_user, credits: 7));

        Assert.Equal(100, await GrantedAsync());
    }

    [Fact]
    public async Task ThePaymentInTheSourceIsEnough()
    {
        await billing.DeliverAsync(_purchase.Granted(_user) with { PurchaseId = null, PaymentIntentId = null });

        Assert.Equal(100, await GrantedAsync());
    }

    [Fact]
    public async Task ManyAtATime_AreEachNotedOnTheirOwn()
    {
        var purchases = new List<StartedPurchase> { _purchase };
        while (purchases.Count < 5)
        {
            purchases.Add(await billing.StartPurchaseAsync(_user));
        }
        var grants = purchases.Select((purchase, number) => purchase.Granted(_user, credits: number + 1)).ToList();
        var bundle = new Bundle<CreditsGranted>
        {
            // One names another's purchase, one none, and one is there twice.
            Messages = [.. ((CreditsGranted[])
            [
                grants[0] with { PurchaseId = purchases[1].PurchaseId }, grants[1], grants[2] with { PurchaseId = null }, grants[3], grants[3], grants[4],
            ]).Select(grant => new BundledMessage<CreditsGranted> { MessageId = Guid.CreateVersion7(), Message = grant })],
        };

        await billing.PublishAsync(bundle);

        await Eventually.Async(async () => await billing.CountAsync(
            $"SELECT count(*) FROM inbox_entries WHERE message_id IN ('{string.Join("', '", bundle.Messages.Select(message => message.MessageId))}')") == 6);
        Assert.Equal(
            ["1", "2", "3", "4", "5"],
            await billing.TextsAsync($"SELECT granted_credits::text FROM purchases WHERE user_id = '{_user}' ORDER BY created_at"));
    }

    [Fact]
    public async Task WhoWaitsForAPurchase_HasNoLaterOneLocked()
    {
        var later = await billing.StartPurchaseAsync(_user);
        await using var connection = new NpgsqlConnection(billing.Database.SuperuserConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, $"SELECT FROM purchases WHERE id = '{_purchase.PurchaseId}' FOR UPDATE");

        // The first is found by its payment alone, which is looked at last.
        await billing.PublishAsync(new Bundle<CreditsGranted>
        {
            Messages = [.. ((CreditsGranted[])[_purchase.Granted(_user) with { PurchaseId = null }, later.Granted(_user)])
                .Select(grant => new BundledMessage<CreditsGranted> { MessageId = Guid.CreateVersion7(), Message = grant })],
        });
        await Eventually.Async(async () => await billing.CountAsync(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0);

        await ExecuteAsync(connection, $"SELECT FROM purchases WHERE id = '{later.PurchaseId}' FOR UPDATE NOWAIT");
        await transaction.RollbackAsync();
        await Eventually.Async(async () => await billing.CountAsync(
            $"SELECT count(*) FROM purchases WHERE user_id = '{_user}' AND granted_credits = 100") == 2);
    }

    [Fact]
    public async Task AnothersPurchaseThatIsNamed_IsLeftAlone_AlsoBeforeItHasAPayment()
    {
        var other = await billing.StartPurchaseAsync(_user);
        await billing.ExecuteAsync($"UPDATE purchases SET payment_intent_id = NULL WHERE id = '{other.PurchaseId}'");

        await billing.DeliverAsync(_purchase.Granted(_user) with { PurchaseId = other.PurchaseId });

        Assert.Equal(100, await GrantedAsync());
        Assert.Equal(0, await billing.CountAsync($"SELECT count(*) FROM purchases WHERE id = '{other.PurchaseId}' AND granted_at IS NOT NULL"));
    }

    [Fact]
    public async Task GrantsOfOtherKindsAndOtherUsersAreNoneOfOurs()
    {
        await billing.DeliverAsync(_purchase.Granted(_user) with { Source = $"signup:{_user}", Bucket = "bonus" });
        await billing.DeliverAsync(_purchase.Granted(_user) with { UserId = "someone-else" });

        Assert.Equal(-1, await GrantedAsync());
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task<long> GrantedAsync() =>
        billing.CountAsync($"SELECT coalesce(granted_credits, -1) FROM purchases WHERE id = '{_purchase.PurchaseId}'");
}
