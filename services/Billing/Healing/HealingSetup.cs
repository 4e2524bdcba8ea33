using Microsoft.Extensions.Options;

namespace Billing.Healing;

/// <summary>What brings missed and archived events in again.</summary>
internal static class HealingSetup
{
    /// <summary>Settings: sections <c>WebhookIngress</c> and <c>Backfill</c>, and <c>STRIPE_WEBHOOK_SECRET</c>.</summary>
    public static void AddHealing(this IServiceCollection services)
    {
        services.AddOptions<IngressSettings>()
            .BindConfiguration(IngressSettings.SectionName)
            .Configure<IConfiguration>((settings, configuration) => settings.Secrets = IngressSettings.SecretsIn(configuration))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<IngressSettings>, IngressSettingsValidation>();
        services.AddOptions<BackfillOptions>()
            .BindConfiguration(BackfillOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        var client = services.AddHttpClient<IngressDoor>((provider, http) => http.Timeout = TimeSpan.FromSeconds(
            provider.GetRequiredService<IOptions<IngressSettings>>().Value.TimeoutSeconds));
#pragma warning disable EXTEXP0001 // Still experimental. A run ends when the ingress is away, and is repeated whole: nobody retries below it.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001

        services.AddSingleton<StripeEventList>();
        services.AddScoped<Backfill>();
        services.AddHostedService<BackfillSweeper>();
        services.AddExceptionHandler<IngressUnavailableHandler>();
    }
}
