using Npgsql;
using Testing.Servers;

namespace LocalServers.Tests;

public sealed class FreshDatabaseTests
{
    [Fact]
    public async Task Service_ReadsAndWritesTheOwnersTables_AndMakesNone()
    {
        await using var database = await TestServers.CreateDatabaseAsync("ledger");
        await ExecuteAsync(database.OwnerConnectionString, "create schema inner_part");
        await ExecuteAsync(database.OwnerConnectionString, "create table inner_part.rows (id int generated always as identity, word text)");

        await ExecuteAsync(database.ServiceConnectionString, "insert into inner_part.rows (word) values ('here')");
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => ExecuteAsync(database.ServiceConnectionString, "create table mine (id int)"));

        Assert.Equal("here", await ExecuteAsync(database.ServiceConnectionString, "select word from inner_part.rows"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Disposed_IsGone_WhateverStillHoldsAConnection()
    {
        await using var other = await TestServers.CreateDatabaseAsync("other");
        var database = await TestServers.CreateDatabaseAsync("gone");
        await using var open = new NpgsqlConnection(database.ServiceConnectionString);
        await open.OpenAsync();

        await database.DisposeAsync();

        var left = await ExecuteAsync(
            other.SuperuserConnectionString,
            $"select count(*) from pg_database, pg_roles where datname = '{database.Name}' or rolname like '{database.Name}%'");
        Assert.Equal(0L, left);
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
