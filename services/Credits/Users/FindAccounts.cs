using System.ComponentModel.DataAnnotations;
using Credits.Administration;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Reliability.Storage;
using ServiceDefaults;

namespace Credits.Users;

/// <summary>GET /admin/credits/users: whoever has an account, also those who never paid.</summary>
internal static class FindAccounts
{
    public static void MapFindAccounts(this RouteGroupBuilder users) =>
        users.MapGet("", HandleAsync)
            .WithName(nameof(FindAccounts))
            .WithSummary("Users with an account, all or by the beginning of their id, in the order of their ids")
            .ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<Page<AccountListed>>> HandleAsync(
        [AsParameters] PageQuery query,
        [FromQuery, StringLength(CurrentUser.UserIdLengthMax, MinimumLength = 1), PlainText] string? search,
        CreditsDbContext database,
        CancellationToken cancellationToken)
    {
        var beginning = LikePattern.BeginningWith(search ?? "");
        var rows = await database.Accounts.AsNoTracking()
            .Where(account => search == null || EF.Functions.Like(account.UserId, beginning, LikePattern.Escape))
            .Where(account => query.Cursor == null || string.Compare(account.UserId, query.Cursor) > 0)
            .OrderBy(account => account.UserId)
            .Take(query.Limit + 1)
            .ToListAsync(cancellationToken);
        return TypedResults.Ok(Page<AccountListed>.Of(rows, query.Limit, AccountListed.Of, row => row.UserId));
    }
}

/// <param name="Booked">The last transaction's balance: what has expired counts until it is swept.</param>
/// <param name="Transactions">How many were booked.</param>
/// <param name="OpenedAt">UTC.</param>
/// <param name="LastBookedAt">UTC.</param>
internal sealed record AccountListed(string UserId, long Booked, long Transactions, DateTimeOffset OpenedAt, DateTimeOffset? LastBookedAt)
{
    public static AccountListed Of(Account account) =>
        new(account.UserId, account.Balance, account.Sequence, account.OpenedAt, account.LastBookedAt);
}
