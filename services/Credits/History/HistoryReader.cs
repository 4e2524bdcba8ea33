using Credits.Ledger;
using Npgsql;
using NpgsqlTypes;

namespace Credits.History;

/// <summary>Reads the history in one statement, which is one round trip and one snapshot.</summary>
internal sealed class HistoryReader(NpgsqlDataSource dataSource)
{
    private const int TotalColumn = 0;
    private const int FirstPageColumn = 1;

    public async Task<HistoryResponse> ReadAsync(string userId, HistoryQuery query, CancellationToken cancellationToken)
    {
        await using var command = Command(StatementFor(query.Type), userId, query);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var items = new List<HistoryItem>(query.Limit);
        var (total, last, isMore) = (0L, 0L, false);
        while (await reader.ReadAsync(cancellationToken))
        {
            total = reader.GetInt64(TotalColumn);
            if (items.Count == query.Limit)
            {
                isMore = true;
            }
            else if (!reader.IsDBNull(FirstPageColumn))
            {
                last = reader.GetInt64(FirstPageColumn);
                items.Add(HistoryRow.Read(reader, FirstPageColumn));
            }
        }
        return new HistoryResponse(items, total, query.Limit, query.Offset, isMore ? HistoryCursor.After(last) : null);
    }

    /// <summary>Everything that matches, whatever page was asked for.</summary>
    public NpgsqlCommand ExportCommand(string userId, HistoryQuery query) => Command(ExportFor(query.Type), userId, query);

    private static string StatementFor(string? type) => type switch
    {
        null => HistoryStatements.OfAllTypes,
        TransactionType.Spend => HistoryStatements.OfSpends,
        _ => HistoryStatements.OfAnotherType,
    };

    private static string ExportFor(string? type) => type switch
    {
        null => HistoryStatements.ExportOfAllTypes,
        TransactionType.Spend => HistoryStatements.ExportOfSpends,
        _ => HistoryStatements.ExportOfAnotherType,
    };

    private NpgsqlCommand Command(string sql, string userId, HistoryQuery query)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = userId, NpgsqlDbType = NpgsqlDbType.Text });
        // One more than is shown tells whether there is a next page.
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = query.Limit + 1 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = query.Before is null ? query.Offset : 0 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = query.Before ?? long.MaxValue });
        command.Parameters.Add(Nullable(query.After, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Nullable(query.Until, NpgsqlDbType.TimestampTz));
        command.Parameters.Add(Nullable(query.Type, NpgsqlDbType.Text));
        return command;
    }

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
