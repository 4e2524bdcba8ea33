using Credits.Granting;
using Credits.Ledger;
using Credits.Persistence;
using MassTransit;
using Messaging;
using Reliability;
using ServiceDefaults;

namespace Credits;

/// <summary>What the service is made of.</summary>
internal static class CreditsSetup
{
    public static void AddCredits(this WebApplicationBuilder builder)
    {
        builder.AddTokenAuthentication();
        builder.AddReliableStorage<CreditsDbContext>(CreditsDatabase.Name);
        builder.AddMessaging(bus => bus.AddConsumer<PaymentSucceededConsumer, PaymentSucceededConsumerDefinition>());
        builder.Services.AddValidation();
        builder.Services.AddOptions<CreditsOptions>()
            .BindConfiguration(CreditsOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddScoped<LedgerStore>();
        builder.Services.AddScoped<LedgerWriter>();
        builder.Services.AddSingleton<CreditsMetrics>();
    }
}
