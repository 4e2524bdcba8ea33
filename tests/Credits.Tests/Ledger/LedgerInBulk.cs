using Credits.Ledger;
using Credits.Spending;
using Npgsql;

namespace Credits.Tests.Ledger;

/// <summary>Books years of an account's life in seconds: decided and written as the service does, but thousands at a time.</summary>
internal sealed class LedgerInBulk(string serviceConnectionString, DateTimeOffset start)
{
    public const int CreditsPerPurchase = 2_000;

    private const int BatchSize = 4_000;

    /// <summary>Every so many transactions one is a purchase, and the rest spends of one credit.</summary>
    public const int PurchaseEvery = 1_000;

    private readonly Dictionary<string, AccountInBulk> accounts = new(StringComparer.Ordinal);

    /// <summary>Books so many transactions, a second apart, over the accounts in turn. Each of them is new.</summary>
    public async Task BookAsync(IReadOnlyList<string> users, int count)
    {
        await using var dataSource = NpgsqlDataSource.Create(serviceConnectionString);
        await using var connection = await dataSource.OpenConnectionAsync();
        await LedgerStore.OpenAsync(connection, [.. users], start, CancellationToken.None);
        foreach (var user in users)
        {
            accounts[user] = new AccountInBulk(user);
        }
        for (var done = 0; done < count; done += BatchSize)
        {
            var changes = new LedgerChanges();
            foreach (var number in Enumerable.Range(done, Math.Min(BatchSize, count - done)))
            {
                accounts[users[number % users.Count]].Book(start.AddSeconds(number), changes);
            }
            await using var batch = new NpgsqlBatch(connection);
            LedgerWrite.AddTo(batch, changes);
            await batch.ExecuteNonQueryAsync();
        }
    }
}

/// <summary>One account as it stands after all that was booked so far.</summary>
internal sealed class AccountInBulk(string user)
{
    private readonly AccountBook book = new(new AccountHead(user, 0, 0, LedgerHash.Genesis, null, null, AlertLevel.Sufficient, 0));

    public void Book(DateTimeOffset now, LedgerChanges changes)
    {
        book.Open(now, changes);
        if (book.Sequence % LedgerInBulk.PurchaseEvery == 0)
        {
            book.Grant(new NewGrant(Bucket.Purchased, TransactionType.Purchase, LedgerInBulk.CreditsPerPurchase,
                $"purchase:{user}:{book.Sequence}", "Large pack"));
        }
        else
        {
            Assert.NotNull(new Spend(1)
            {
                SessionId = $"session-{book.Sequence / 50}",
                Description = "An answer, \"quoted\"",
                Metadata = """{"model":"small","tokens":812}""",
                IdempotencyKey = LedgerTransaction.RequestKeyPrefix + book.Sequence,
            }.From(book));
        }
    }
}
