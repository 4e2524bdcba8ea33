using Npgsql;
using NpgsqlTypes;

namespace Reports;

/// <summary>What a statement counted: a number for each part and figure, and nothing where nothing happened.</summary>
public sealed class ReportFigures
{
    /// <summary>The number of the part that stands for the whole span, in statements that count it in passing.</summary>
    public const int Whole = -1;

    private readonly Dictionary<(int Part, string Figure), long> numbers = [];

    /// <param name="part">From 1; 0 for what was before the span; or <see cref="Whole"/>.</param>
    /// <param name="figure">As the statement calls it.</param>
    public long this[int part, string figure] => numbers.GetValueOrDefault((part, figure));

    /// <summary>A statement whose $1 are the parts' starts and $2 the end, and whose rows are part, figure and number.</summary>
    public static NpgsqlCommand Command(NpgsqlDataSource dataSource, string sql, ReportBounds bounds)
    {
        var command = dataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter
        {
            Value = bounds.Starts.ToArray(),
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz,
        });
        command.Parameters.Add(new NpgsqlParameter { Value = bounds.End, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        return command;
    }

    public static async Task<ReportFigures> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        var figures = new ReportFigures();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            figures.numbers.Add((reader.GetInt32(0), reader.GetString(1)), reader.GetInt64(2));
        }
        return figures;
    }

    public static async Task<ReportFigures> ReadAsync(
        NpgsqlDataSource dataSource, string sql, ReportBounds bounds, CancellationToken cancellationToken)
    {
        await using var command = Command(dataSource, sql, bounds);
        return await ReadAsync(command, cancellationToken);
    }
}
