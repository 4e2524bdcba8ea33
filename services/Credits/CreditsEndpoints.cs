using Credits.Balance;
using Credits.Spending;
using Reliability;
using ServiceDefaults;

namespace Credits;

/// <summary>The service's table of contents: every route, and the policy it needs.</summary>
internal static class CreditsEndpoints
{
    public static void MapCredits(this WebApplication app)
    {
        app.UseIdempotencyKeys();
        var credits = app.MapGroup("/api/v1/playground/credits").WithTags("Credits").ProducesProblem(StatusCodes.Status401Unauthorized);

        var own = credits.MapGroup("").RequireAuthorization(Policies.User);
        own.MapGetBalance();
        own.MapGetHistory();

        var spending = credits.MapGroup("").RequireAuthorization(Policies.CreditsSpend);
        spending.MapSpendCredits();
    }
}
