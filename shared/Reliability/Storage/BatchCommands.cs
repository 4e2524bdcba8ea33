using Npgsql;
using NpgsqlTypes;

namespace Reliability.Storage;

/// <summary>Statements and their values for a batch, which goes to PostgreSQL and back in one round trip.</summary>
public static class BatchCommands
{
    /// <summary>Adds a statement with the values of <c>$1</c>, <c>$2</c> … Null has no type and is not accepted: pass an array that holds it.</summary>
    /// <remarks>Enumerations and times are PostgreSQL's own: text, uuid, bigint, timestamptz (UTC) and arrays of them.</remarks>
    public static void Add(this NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            var parameter = new NpgsqlParameter { Value = value };
            // Said outright where the driver would guess from the first element, which may be null, or has no guess.
            if (value is string or string?[])
            {
                parameter.NpgsqlDbType = value is string ? NpgsqlDbType.Text : NpgsqlDbType.Array | NpgsqlDbType.Text;
            }
            // Not by "is", which takes a long[] for one as well.
            else if (value.GetType() == typeof(ulong[]))
            {
                parameter.NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Xid8;
            }
            command.Parameters.Add(parameter);
        }
        batch.BatchCommands.Add(command);
    }
}
