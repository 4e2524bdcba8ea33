using System.Text;
using Npgsql;

namespace Reliability.Storage;

/// <summary>What a service's role may do with a table: <c>SELECT, INSERT</c> and so on.</summary>
public sealed record TablePrivilege(string Table, string Privileges)
{
    /// <summary>Makes these the role's only privileges in the database's tables.</summary>
    public static async Task GrantAsync(
        NpgsqlDataSource owner, string role, IEnumerable<TablePrivilege> tables, CancellationToken cancellationToken)
    {
        var quotedRole = Quote(role);
        var sql = new StringBuilder(
            $"GRANT USAGE ON SCHEMA public TO {quotedRole}; REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {quotedRole};");
        foreach (var (table, privileges) in tables)
        {
            sql.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"GRANT {privileges} ON {Quote(table)} TO {quotedRole};");
        }
        await using var connection = await owner.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(sql.ToString(), connection, transaction);
        await command.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
