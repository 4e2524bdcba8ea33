using Contracts;
using Messaging;
using Messaging.Bundles;
using Npgsql;
using Testing;

namespace Credits.Tests.Granting;

/// <summary>With the patience of production: a lock is not waited for longer than two seconds.</summary>
public sealed class GrantingWhileAnAccountIsLockedTests : IAsyncLifetime
{
    private readonly CreditsApplication credits = new(("Credits:LockTimeoutMilliseconds", "2000"));

    public Task InitializeAsync() => credits.InitializeAsync();

    public Task DisposeAsync() => credits.DisposeAsync();

    [Fact]
    public async Task ABundleThatComesWhileTheLedgerCantBeWritten_WaitsWhole_AndIsGrantedOnce()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => credits.UserWithAsync()));
        var bundle = new Bundle<PaymentSucceeded>
        {
            Messages = [.. users.Select(user => new BundledMessage<PaymentSucceeded>
            {
                MessageId = Guid.CreateVersion7(), Message = CreditsApplication.PaymentOf(user, 100),
            })],
        };

        await using (var connection = new NpgsqlConnection(credits.Database.SuperuserConnectionString))
        {
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var locking = new NpgsqlCommand($"SELECT 1 FROM accounts WHERE user_id = '{users[1]}' FOR UPDATE", connection);
            await locking.ExecuteScalarAsync();
            await credits.PublishBundleAsync(bundle);
            var first = await Eventually.Async(WaitsSinceAsync, since => Assert.True(since > 0));
            // Whoever waits later than the first has failed once.
            await Eventually.Async(WaitsSinceAsync, since => Assert.True(since > first));
            Assert.Equal(5, (await credits.BalanceOfAsync(users[0])).Balance);
        }

        foreach (var user in users)
        {
            await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(105, balance.Balance));
        }
        Assert.Equal(0, await credits.Broker.MessageCountAsync(MessageRoutes.CreditsPaymentSucceeded + "_error"));
        await credits.AssertLedgerIsSoundAsync();
    }

    private Task<double> WaitsSinceAsync() => credits.ScalarAsync<double>(
        "SELECT COALESCE(max(extract(epoch FROM xact_start)), 0)::float8 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()");
}
