using System.Security.Claims;
using Credits.Ledger;
using Credits.Streaming;
using Npgsql;
using ServiceDefaults;

namespace Credits.Statements;

/// <summary>GET /credits/statement: all of the caller's transactions, with what anybody needs to prove that none was changed since.</summary>
internal static class GetStatement
{
    // What is booked stays as it is and only more follows: up to the number in the head, this is what the head's hash is over.
    private const string Sql =
        $"SELECT {TransactionRow.Columns} FROM transactions WHERE user_id = $1 AND sequence <= $2 ORDER BY user_id, sequence";

    public static void MapGetStatement(this RouteGroupBuilder group) =>
        group.MapGet("/statement", HandleAsync)
            .WithName(nameof(GetStatement))
            .WithSummary("All of the caller's transactions with their hash chain, as JSON Lines that anybody can check")
            .Produces<string>(StatusCodes.Status200OK, "application/jsonl")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

    private static async Task<RowStream> HandleAsync(
        ClaimsPrincipal caller, NpgsqlDataSource dataSource, TimeProvider time, CancellationToken cancellationToken)
    {
        var head = await StatementHead.ReadAsync(dataSource, caller.UserId(), time.GetUtcNow(), cancellationToken);
        var command = dataSource.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = head.UserId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = head.Transactions });
        return new RowStream(command, new StatementLines(head));
    }
}
