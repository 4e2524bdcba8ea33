using Npgsql;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>What a database says.</summary>
internal static class Rows
{
    public static async Task<long> CountAsync(this NpgsqlDataSource data, string sql)
    {
        await using var command = data.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Lines of text with the user that each is about.</summary>
    public static async Task<IReadOnlyList<(string User, string Line)>> LinesAsync(this NpgsqlDataSource data, string sql)
    {
        await using var command = data.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            lines.Add((reader.GetString(0), reader.GetString(1)));
        }
        return lines;
    }
}
