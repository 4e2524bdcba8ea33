using Credits.Administration;
using Credits.Alerts;
using Credits.Analytics;
using Credits.Balance;
using Credits.History;
using Credits.Holds;
using Credits.PromoCodes;
using Credits.Refunds;
using Credits.Spending;
using Credits.Statements;
using Credits.Users;
using Messaging.Queues;
using Reliability;
using Reliability.IdempotencyKeys;
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
        own.MapBalanceAlerts();
        own.MapRedeemPromoCode();
        own.MapGetStatement();

        var spending = credits.MapGroup("").RequireAuthorization(Policies.CreditsSpend)
            .ProducesProblem(StatusCodes.Status402PaymentRequired)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .WithMetadata(new StoresItsAnswer());
        spending.MapSpendCredits();

        var holds = spending.MapGroup("/holds");
        holds.MapPlaceHold();
        holds.MapCaptureHold();
        holds.MapReleaseHold();

        var admin = app.MapGroup("/api/v1/admin/credits").WithTags("Administration").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        admin.MapAdjustBalance();
        admin.MapListShortfalls();
        admin.MapQuoteRefund();
        admin.MapDismissFraudWarning();
        var users = admin.MapGroup("/users");
        users.MapFindAccounts();
        users.MapGetAccount();
        admin.MapGroup("/queues").WithTags("Queues").MapQueues();

        var analytics = app.MapGroup("/api/v1/admin/analytics").WithTags("Analytics").RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden);
        analytics.MapReportCreditUsage();

        var promoCodes = admin.MapGroup("/promo-codes");
        promoCodes.MapCreatePromoCode();
        promoCodes.MapListPromoCodes();
        promoCodes.MapDisablePromoCode();
        promoCodes.MapListRedemptions();
    }
}
