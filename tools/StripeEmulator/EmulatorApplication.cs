using System.Text.Json;
using System.Text.Json.Serialization;
using StripeEmulator.Api.Requests;
using StripeEmulator.Cli;
using StripeEmulator.Control;
using StripeEmulator.Pages;
using StripeEmulator.Processes;
using StripeEmulator.RequestLogs;
using StripeEmulator.State;
using StripeEmulator.Webhooks;
using StripeEmulator.Webhooks.Rules;

namespace StripeEmulator;

/// <summary>Puts the local Stripe together; Program runs it as a process, a test may run it inside its own.</summary>
public static class EmulatorApplication
{
    private const long RequestBodyBytesMax = 1024 * 1024;

    /// <summary>Reads the settings (environment, then <paramref name="args"/> as <c>--Name:Part value</c>) and builds the server.</summary>
    /// <exception cref="SettingException">A setting is missing, malformed, or a live key.</exception>
    public static WebApplication Build(params string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = RequestBodyBytesMax);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);

        var services = builder.Services;
        services.AddSingleton(EmulatorSettings.Read(builder.Configuration));
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<EmulatorClock>();
        services.AddSingleton<StripeState>();
        services.AddProcesses();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<FaultPlan>();
        services.AddSingleton<RequestLog>();
        services.AddSingleton<ApiPipeline>();
        services.AddSingleton<DeliveryLog>();
        services.AddSingleton<CliSessions>();
        services.AddSingleton<DeliveryRules>();
        services.AddSingleton<HeldDeliveries>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<WebhookDispatcher>();
        services.AddSingleton<StateFile>();
        services.AddHostedService(provider => provider.GetRequiredService<StateFile>());
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
        services.AddHostedService(provider => provider.GetRequiredService<Timekeeper>());
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        });

        // A page of any origin may confirm a payment with its publishable key, as it may at Stripe. Nothing else is for other sites.
        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
            policy.AllowAnyOrigin().AllowAnyHeader().AllowAnyMethod().WithExposedHeaders("Request-Id")));

        var app = builder.Build();
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/v1") || StripeScript.IsAt(context.Request.Path), open => open.UseCors());
        app.MapConnectCli();
        app.MapStripeApi();
        app.MapControlApi();
        app.MapHostedPages();
        // After the routes, which bring the processes that handle what was planned.
        app.Services.GetRequiredService<StateFile>().Open();
        return app;
    }
}
