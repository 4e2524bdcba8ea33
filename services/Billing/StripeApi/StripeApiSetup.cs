using Microsoft.Extensions.Options;
using Stripe;

namespace Billing.StripeApi;

/// <summary>One Stripe client for the process, with its own resilience and no static configuration.</summary>
internal static class StripeApiSetup
{
    private const string ClientName = "stripe";

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Settings: <c>STRIPE_…</c> and section <c>StripeApi</c>. A wrong one stops the start and is named.</summary>
    public static void AddStripeApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<StripeSettings>().Bind(builder.Configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<StripeSettings>, StripeSettingsValidation>();
        services.AddOptions<StripeApiOptions>()
            .BindConfiguration(StripeApiOptions.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();

        AddHttpClient(services);
        services.AddSingleton(CreateClient);
        services.AddSingleton<StripeCaller>();
        services.AddExceptionHandler<StripeFailureHandler>();
    }

    private static void AddHttpClient(IServiceCollection services)
    {
        var client = services.AddHttpClient(ClientName, http => http.Timeout = Timeout.InfiniteTimeSpan)
            // The Stripe client lives as long as the process, so its connections are renewed below it.
            .UseSocketsHttpHandler((handler, _) => handler.PooledConnectionLifetime = ConnectionLifetime)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
#pragma warning disable EXTEXP0001 // Still experimental, and the only way to keep the default pipeline from retrying on top of ours.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddResilienceHandler(ClientName, (pipeline, context) => StripeResilience.Configure(
            pipeline, context.ServiceProvider.GetRequiredService<IOptions<StripeApiOptions>>().Value));
        client.AddHttpMessageHandler(() => new WholeAnswer());
    }

    private static StripeClient CreateClient(IServiceProvider provider)
    {
        var settings = provider.GetRequiredService<IOptions<StripeSettings>>().Value;
        var http = provider.GetRequiredService<IHttpClientFactory>().CreateClient(ClientName);
        return new StripeClient(new StripeClientOptions
        {
            ApiKey = settings.SecretKey,
            ApiBase = string.IsNullOrWhiteSpace(settings.ApiBase) ? StripeClient.DefaultApiBase : settings.ApiBase.TrimEnd('/'),
            HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 0, enableTelemetry: false),
        });
    }
}
