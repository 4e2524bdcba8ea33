using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Credits.Ledger;
using Credits.Persistence;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Credits.Alerts;

/// <summary>GET and PUT /credits/alerts: at how many credits the caller's balance is told to be low.</summary>
internal static class BalanceAlerts
{
    public static void MapBalanceAlerts(this RouteGroupBuilder group)
    {
        group.MapGet("/alerts", ReadAsync)
            .WithName("GetBalanceAlerts")
            .WithSummary("At how many available credits the caller's balance is told to be low");
        group.MapPut("/alerts", SetAsync)
            .WithName("SetBalanceAlerts")
            .WithSummary("Sets the caller's own threshold, or clears it with null; what that changes is told at once")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Ok<AlertsResponse>> ReadAsync(
        ClaimsPrincipal caller, CreditsDbContext database, IOptions<CreditsOptions> options, CancellationToken cancellationToken)
    {
        var userId = caller.UserId();
        var threshold = await database.Accounts
            .Where(account => account.UserId == userId)
            .Select(account => account.LowBalanceThreshold)
            .SingleOrDefaultAsync(cancellationToken);
        return TypedResults.Ok(AlertsResponse.Of(threshold, options.Value));
    }

    // Under the account's lock, and written like any change: so the alert that follows from it is told at once, and only once.
    private static async Task<Ok<AlertsResponse>> SetAsync(
        AlertsRequest request, ClaimsPrincipal caller, CreditsDbContext database, LedgerWriter ledger, IOptions<CreditsOptions> options,
        CancellationToken cancellationToken)
    {
        await ledger.ChangeAsync(
            caller.UserId(),
            (_, book) =>
            {
                book.LowBalanceThreshold = request.Threshold;
                return database.Accounts
                    .Where(account => account.UserId == book.UserId)
                    .ExecuteUpdateAsync(account => account.SetProperty(set => set.LowBalanceThreshold, request.Threshold), cancellationToken);
            },
            cancellationToken);
        return TypedResults.Ok(AlertsResponse.Of(request.Threshold, options.Value));
    }
}

/// <param name="Threshold">At or below it the balance is low; 0 to be told only when nothing is left; null for the service's default.</param>
public sealed record AlertsRequest([property: Range(0, AlertsRequest.ThresholdMax)] long? Threshold)
{
    internal const long ThresholdMax = 1_000_000_000;
}

/// <param name="Threshold">The caller's own; null for none.</param>
/// <param name="EffectiveThreshold">The one that counts: the caller's own, or the service's default.</param>
internal sealed record AlertsResponse(long? Threshold, long EffectiveThreshold)
{
    public static AlertsResponse Of(long? threshold, CreditsOptions options) => new(threshold, threshold ?? options.LowBalanceThreshold);
}
