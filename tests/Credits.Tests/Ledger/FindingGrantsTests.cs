using Npgsql;

namespace Credits.Tests.Ledger;

/// <summary>The rules look at the grants that are written and at no others, also while PostgreSQL knows nothing of its tables yet.</summary>
public sealed class FindingGrantsTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const int Grants = 20;

    [Fact]
    public async Task WithoutStatistics_AGrantIsFoundByItsId_AndNotAmongAllOfItsAccount()
    {
        var user = await credits.UserWithAsync();
        await using var connection = new NpgsqlConnection(credits.Database.OwnerConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // As in any database's first minute.
        Assert.Equal(0, await CountAsync(connection, "SELECT count(*) FROM pg_stats WHERE tablename = 'grants'"));

        for (var number = 0; number < Grants; number++)
        {
            var id = Guid.CreateVersion7();
            await ExecuteAsync(connection, Booked(user, id, sequence: 2 + (3 * number), balance: 5 + number));
        }

        Assert.Equal(0, await ReadAsync(connection, "ix_grants_of_account") + await ReadAsync(connection, "ix_grants_open"));
        Assert.InRange(await ReadAsync(connection, "pk_grants"), Grants, 10 * Grants);
    }

    // Brought, set aside and taken in part: all three of the ways in which a statement names a grant.
    private static string Booked(string user, Guid id, int sequence, int balance) =>
        $"""
        INSERT INTO grants (id, user_id, bucket, amount, source, granted_at) VALUES ('{id}', '{user}', 'bonus', 5, 'gift:{id}', now());
        {Transaction(user, id, sequence, 5, balance + 5, $"'gift:{id}'")};
        INSERT INTO holds (id, user_id, amount, status, captured, expires_at, grant_ids, grant_amounts, created_at)
        VALUES ('{id}', '{user}', 1, 'held', 0, now() + interval '1 day', ARRAY['{id}'::uuid], ARRAY[1], now());
        {Transaction(user, id, sequence + 1, -2, balance + 3, "NULL")};
        {Transaction(user, id, sequence + 2, -2, balance + 1, "NULL")};
        """;

    private static string Transaction(string user, Guid grant, int sequence, int amount, int balanceAfter, string key) =>
        $"""
        INSERT INTO transactions (user_id, sequence, id, amount, balance_after, type, idempotency_key, created_at, grant_ids, grant_amounts, hash)
        VALUES ('{user}', {sequence}, gen_random_uuid(), {amount}, {balanceAfter}, 'bonus', {key}, now(),
            ARRAY['{grant}'::uuid], ARRAY[{amount}], sha256(''))
        """;

    /// <summary>How many entries of an index this transaction has read.</summary>
    private static Task<long> ReadAsync(NpgsqlConnection connection, string index) =>
        CountAsync(connection, $"SELECT pg_stat_get_xact_tuples_returned('{index}'::regclass)");

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
