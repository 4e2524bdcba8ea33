using Billing.Analytics;
using Billing.Checkout;
using Billing.Chores;
using Billing.CreditPacks;
using Billing.Customers;
using Billing.Erasure;
using Billing.Organizations;
using Billing.Healing;
using Billing.Persistence;
using Billing.Purchases;
using Billing.Reconciliation;
using Billing.StripeApi;
using Billing.StripeEvents;
using Billing.Subscriptions;
using Billing.Users;
using Contracts;
using MassTransit;
using Messaging;
using Reliability;
using Reliability.Inbox;
using ServiceDefaults;

namespace Billing;

/// <summary>What the service is made of.</summary>
internal static class BillingSetup
{
    private const string DatabaseName = "Billing";

    /// <summary>
    /// Settings: <c>ConnectionStrings:Billing</c>, <c>ConnectionStrings:RabbitMq</c>, <c>STRIPE_…</c>,
    /// sections <c>StripeApi</c>, <c>CreditPacks</c>, <c>ReturnUrls</c>, <c>Plan</c>, <c>Organizations</c>, <c>Chores</c>, <c>StripeEvents</c>,
    /// <c>WebhookIngress</c>, <c>Backfill</c>, <c>Reconciliation</c> and <c>Analytics</c>.
    /// </summary>
    public static void AddBilling(this WebApplicationBuilder builder)
    {
        builder.AddTokenAuthentication();
        builder.AddReliableStorage<BillingDbContext>(DatabaseName);
        builder.AddMessaging(AddConsumers, MessageRoutes.BillingQueues);
        builder.AddStripeApi();
        builder.Services.AddSingleton<SingleRun>();
        builder.AddPlan();
        builder.AddOrganizations();
        builder.Services.AddValidation();
        builder.Services.AddCreditPacks();
        builder.Services.AddCustomers();
        builder.Services.AddChores();
        builder.Services.AddErasure();
        builder.Services.AddReturnUrls();
        builder.Services.AddScoped<PurchaseOpener>();
        builder.Services.AddScoped<PurchaseAttempts>();
        builder.Services.AddScoped<PurchaseStarter>();
        builder.Services.AddScoped<CheckoutStarter>();
        builder.Services.AddScoped<PurchaseRefunds>();
        builder.Services.AddScoped<PurchaseBook>();
        builder.Services.AddScoped<PurchaseProgress>();
        builder.Services.AddScoped<PurchaseList>();
        builder.Services.AddScoped<CheckoutProgress>();
        builder.Services.AddStripeEvents();
        builder.Services.AddAnalytics();
        builder.Services.AddHealing();
        builder.Services.AddReconciliation();
        builder.Services.AddUsers();
    }

    private static void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddCombinedConsumer<PaymentSucceeded, MarkPurchasesPaid>(MessageRoutes.BillingPaymentSucceeded, payment => payment.UserId);
        bus.AddConsumer<PaymentFailedConsumer, PaymentFailedConsumerDefinition>();
        bus.AddConsumer<PaymentProcessingStartedConsumer, PaymentProcessingStartedConsumerDefinition>();
        bus.AddConsumer<PaymentCanceledConsumer, PaymentCanceledConsumerDefinition>();
        bus.AddConsumer<ChargeRefundedConsumer, ChargeRefundedConsumerDefinition>();
        bus.AddConsumer<RefundFailedConsumer, RefundFailedConsumerDefinition>();
        bus.AddConsumer<DisputeOpenedConsumer, DisputeOpenedConsumerDefinition>();
        bus.AddConsumer<DisputeClosedConsumer, DisputeClosedConsumerDefinition>();
        bus.AddConsumer<DisputeFundsReinstatedConsumer, DisputeFundsReinstatedConsumerDefinition>();
        bus.AddConsumer<CheckoutCompletedConsumer, CheckoutCompletedConsumerDefinition>();
        bus.AddConsumer<CheckoutExpiredConsumer, CheckoutExpiredConsumerDefinition>();
        bus.AddConsumer<CheckoutPaymentSucceededConsumer, CheckoutPaymentSucceededConsumerDefinition>();
        bus.AddConsumer<CheckoutPaymentFailedConsumer, CheckoutPaymentFailedConsumerDefinition>();
        bus.AddConsumer<CustomerDeletedConsumer, CustomerDeletedConsumerDefinition>();
        bus.AddConsumer<SubscriptionChangedConsumer, SubscriptionChangedConsumerDefinition>();
        bus.AddCombinedConsumer<CreditsGranted, NoteGrants>(MessageRoutes.BillingCreditsGranted, grant => grant.UserId);
        bus.AddConsumer<CreditsRefundedConsumer, CreditsRefundedConsumerDefinition>();
        // The archive takes them in any order.
        bus.AddCombinedConsumer<StripeEventsReceived, ArchiveStripeEvents>(
            MessageRoutes.BillingStripeEventsReceived, received => received.Events[0].EventId);
    }
}
