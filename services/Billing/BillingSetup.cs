using Billing.CreditPacks;
using Billing.Customers;
using Billing.Persistence;
using Billing.Purchases;
using Billing.StripeApi;
using MassTransit;
using Messaging;
using Reliability;
using ServiceDefaults;

namespace Billing;

/// <summary>What the service is made of.</summary>
internal static class BillingSetup
{
    private const string DatabaseName = "Billing";

    /// <summary>
    /// Settings: <c>ConnectionStrings:Billing</c>, <c>ConnectionStrings:RabbitMq</c>, <c>STRIPE_…</c>,
    /// sections <c>StripeApi</c> and <c>CreditPacks</c>.
    /// </summary>
    public static void AddBilling(this WebApplicationBuilder builder)
    {
        builder.AddTokenAuthentication();
        builder.AddReliableStorage<BillingDbContext>(DatabaseName);
        builder.AddMessaging(bus =>
        {
            bus.AddConsumer<PaymentSucceededConsumer, PaymentSucceededConsumerDefinition>();
            bus.AddConsumer<PaymentFailedConsumer, PaymentFailedConsumerDefinition>();
            bus.AddConsumer<CreditsGrantedConsumer, CreditsGrantedConsumerDefinition>();
        }, MessageRoutes.BillingQueues);
        builder.AddStripeApi();
        builder.Services.AddValidation();
        builder.Services.AddCreditPacks();
        builder.Services.AddScoped<CustomerDirectory>();
        builder.Services.AddScoped<PurchaseStarter>();
        builder.Services.AddScoped<PurchaseProgress>();
    }
}
