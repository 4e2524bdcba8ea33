using Contracts;
using Credits.Balance;
using Credits.Expiry;
using Credits.Granting;
using Credits.History;
using Credits.Ledger;
using Credits.Persistence;
using Credits.PromoCodes;
using Credits.Refunds;
using Credits.Renewal;
using Credits.Streaming;
using MassTransit;
using Messaging;
using Reliability;
using Reliability.Inbox;
using ServiceDefaults;

namespace Credits;

/// <summary>What the service is made of.</summary>
internal static class CreditsSetup
{
    public static void AddCredits(this WebApplicationBuilder builder)
    {
        builder.AddTokenAuthentication();
        builder.AddReliableStorage<CreditsDbContext>(CreditsDatabase.Name);
        builder.AddMessaging(AddConsumers, MessageRoutes.CreditsQueues);
        var services = builder.Services;
        services.AddValidation();
        AddOptions<CreditsOptions>(services, CreditsOptions.SectionName);
        AddOptions<LedgerQueueOptions>(services, LedgerQueueOptions.SectionName);
        AddOptions<ExpiryOptions>(services, ExpiryOptions.SectionName);
        AddOptions<PromoCodeOptions>(services, PromoCodeOptions.SectionName);
        AddOptions<StreamingOptions>(services, StreamingOptions.SectionName);
        services.AddSingleton<CreditsMetrics>();

        services.AddSingleton<LedgerAnswers>();
        services.AddSingleton<LedgerConnections>();
        services.AddSingleton<ResidentAccounts>();
        services.AddSingleton<LedgerBatch>();
        services.AddSingleton<LedgerQueue>();
        services.AddHostedService(provider => provider.GetRequiredService<LedgerQueue>());
        services.AddScoped<LedgerWriter>();
        services.AddSingleton<BalanceReader>();
        services.AddScoped<CurrentBalance>();
        services.AddSingleton<HistoryReader>();
        services.AddSingleton<StreamingSlots>();
        services.AddScoped<Payments>();
        services.AddScoped<Subscriptions>();
        services.AddScoped<GuessLimit>();
        services.AddScoped<Redemptions>();
        services.AddScoped<ExpirySweep>();
        services.AddHostedService<ExpirySweeper>();
    }

    private static void AddConsumers(IBusRegistrationConfigurator bus)
    {
        bus.AddCombinedConsumer<PaymentSucceeded, GrantPayments>(MessageRoutes.CreditsPaymentSucceeded, payment => payment.UserId);
        bus.AddConsumer<ChargeRefundedConsumer, ChargeRefundedConsumerDefinition>();
        bus.AddConsumer<RefundFailedConsumer, RefundFailedConsumerDefinition>();
        bus.AddConsumer<DisputeOpenedConsumer, DisputeOpenedConsumerDefinition>();
        bus.AddConsumer<DisputeClosedConsumer, DisputeClosedConsumerDefinition>();
        bus.AddConsumer<DisputeFundsReinstatedConsumer, DisputeFundsReinstatedConsumerDefinition>();
        bus.AddConsumer<EarlyFraudWarningReceivedConsumer, EarlyFraudWarningReceivedConsumerDefinition>();
        bus.AddConsumer<SubscriptionActivatedConsumer, SubscriptionActivatedConsumerDefinition>();
        bus.AddConsumer<SubscriptionRenewedConsumer, SubscriptionRenewedConsumerDefinition>();
        bus.AddConsumer<SubscriptionEndedConsumer, SubscriptionEndedConsumerDefinition>();
        bus.AddConsumer<SubscriptionPastDueConsumer, SubscriptionPastDueConsumerDefinition>();
        bus.AddConsumer<SubscriptionRecoveredConsumer, SubscriptionRecoveredConsumerDefinition>();
    }

    private static void AddOptions<TOptions>(IServiceCollection services, string section)
        where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
