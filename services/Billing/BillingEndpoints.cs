using Billing.CreditPacks;
using Billing.Purchases;
using Reliability;
using ServiceDefaults;

namespace Billing;

/// <summary>The service's table of contents: every route, and the policy it needs.</summary>
internal static class BillingEndpoints
{
    public static void MapBilling(this WebApplication app)
    {
        app.UseIdempotencyKeys();

        var playground = app.MapGroup("/api/v1/playground")
            .RequireAuthorization(Policies.User)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        var credits = playground.MapGroup("/credits").WithTags("Credit packs");
        credits.MapListCreditPacks();
        credits.MapStartPurchase();
        credits.MapListPurchases();
        credits.MapGetPurchase();
    }
}
