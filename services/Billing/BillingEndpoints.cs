using Billing.Analytics;
using Billing.CreditPacks;
using Billing.Erasure;
using Billing.Organizations;
using Billing.Healing;
using Billing.Purchases;
using Billing.Reconciliation;
using Billing.StripeEvents;
using Billing.Subscriptions;
using Billing.Users;
using Messaging.Queues;
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
        credits.MapStartCheckout();
        credits.MapListPurchases();
        credits.MapGetPurchase();

        var plan = playground.MapGroup("").WithTags("Subscription");
        plan.MapGetPricing();
        plan.MapSubscribe();
        plan.MapGetSubscription();
        plan.MapEndAndResumeSubscription();
        plan.MapOpenPortal();

        var organizations = app.MapGroup("/api/v1/organizations").WithTags("Organizations")
            .RequireAuthorization(Policies.User)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        organizations.MapCreateOrganization();
        organizations.MapReadOrganizations();
        organizations.MapListMembers();
        organizations.MapChangeMembers();

        var verification = organizations.MapGroup("/{id:guid}/verification");
        verification.MapStartVerification();
        verification.MapGetVerification();
        verification.MapManageVerification();

        var admin = app.MapGroup("/api/v1/admin")
            .RequireAuthorization(Policies.Admin)
            .ProducesProblem(StatusCodes.Status401Unauthorized)
            .ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        admin.MapGroup("/purchases").WithTags("Purchases").MapRefundPurchase();

        admin.MapGroup("/analytics").WithTags("Analytics").MapReportAnalytics();

        var users = admin.MapGroup("/users").WithTags("Users");
        users.MapFindUsers();
        users.MapGetUser();
        users.MapEraseUser();

        var verifying = admin.MapGroup("/organizations").WithTags("Organizations");
        verifying.MapFindOrganizations();
        verifying.MapDecideVerification();
        admin.MapGroup("/reconciliation").WithTags("Reconciliation").MapGetReconciliation();

        admin.MapGroup("/billing/queues").WithTags("Queues").MapQueues();

        admin.MapGroup("/webhook-health").WithTags("Stripe events").MapGetWebhookHealth();

        var stripeEvents = admin.MapGroup("/stripe-events").WithTags("Stripe events");
        stripeEvents.MapListStripeEvents();
        stripeEvents.MapGetStripeEvent();
        stripeEvents.MapReplayStripeEvent();
        stripeEvents.MapReplayStripeEvents();
    }
}
