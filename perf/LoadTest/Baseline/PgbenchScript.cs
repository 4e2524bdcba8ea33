namespace LoadTest.Baseline;

/// <summary>The least a database has to do for the same effect.</summary>
internal sealed record PgbenchScript(string Name, string Text)
{
    public const int Accounts = 1_000;
    public const int HistoryRows = 10_000;

    /// <summary>The tables that the scripts work on, in a database of their own.</summary>
    public const string Schema =
        """
        CREATE TABLE accounts (id int PRIMARY KEY, balance bigint NOT NULL);
        CREATE TABLE transactions (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, account_id int NOT NULL, amount bigint NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now());
        CREATE TABLE history (account_id int, sequence int, amount bigint NOT NULL, description text, created_at timestamptz NOT NULL,
            PRIMARY KEY (account_id, sequence));
        INSERT INTO accounts SELECT id, 1000000000 FROM generate_series(1, 1000) AS id;
        INSERT INTO history SELECT 1, n, -1, 'Load test', now() FROM generate_series(1, 10000) AS n;
        VACUUM ANALYZE;
        """;

    public static PgbenchScript Spread { get; } = new("one UPDATE, one INSERT, one COMMIT over 1,000 rows", Write("random(1, 1000)"));

    public static PgbenchScript Hot { get; } = new("one UPDATE, one INSERT, one COMMIT on one row", Write("1"));

    public static PgbenchScript ReadOne { get; } = new("one row by its key", "\\set account random(1, 1000)\nSELECT balance FROM accounts WHERE id = :account;\n");

    public static PgbenchScript ReadPage { get; } = new(
        "50 of 10,000 rows by an index", "SELECT * FROM history WHERE account_id = 1 ORDER BY sequence DESC LIMIT 50;\n");

    private static string Write(string account) =>
        $"""
        \set account {account}
        BEGIN;
        UPDATE accounts SET balance = balance - 1 WHERE id = :account;
        INSERT INTO transactions (account_id, amount) VALUES (:account, -1);
        END;

        """;
}
