using Messaging;
using Microsoft.Extensions.Options;
using WebhookIngress.Translation;

namespace WebhookIngress;

/// <summary>What the service is made of. It keeps nothing: Stripe's own retries are its safety net.</summary>
internal static class IngressSetup
{
    public static void AddIngress(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<WebhookOptions>()
            .Configure<IConfiguration, IHostEnvironment>((options, configuration, environment) => options.Bind(configuration, environment))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<WebhookOptions>, WebhookOptionsValidation>();
        builder.Services.AddOptions<TranslationOptions>().BindConfiguration(TranslationOptions.SectionName).ValidateOnStart();
        builder.Services.AddSingleton<IngressMetrics>();
        builder.Services.AddSingleton<EventPublisher>();
        builder.Services.AddSingleton<ReceiveStripeWebhook>();
        // Without a broker every webhook ends in 503, so an instance that has none should get no traffic.
        builder.AddMessaging(brokerIsVital: true);
    }

    public static void MapIngress(this WebApplication app) =>
        app.MapGroup("/api/v1/playground/webhooks").WithTags("Webhooks").MapReceiveStripeWebhook();
}
