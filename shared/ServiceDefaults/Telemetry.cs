using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ServiceDefaults;

/// <summary>OpenTelemetry traces, metrics and logs, exported only where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says.</summary>
public static class Telemetry
{
    /// <summary>The prefix of every meter and activity source of ours.</summary>
    public const string Prefix = "PlaygroundCredits.";

    internal static void AddTelemetry(this WebApplicationBuilder builder)
    {
        // Nobody listens: then nothing is recorded, and a request costs nothing for it.
        if (string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            return;
        }
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(builder.Environment.ApplicationName))
            .WithTracing(tracing => tracing
                .AddSource(Prefix + "*", "MassTransit", "Npgsql", "Yarp.ReverseProxy")
                .AddAspNetCoreInstrumentation(aspNetCore => aspNetCore.Filter = context =>
                    !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal))
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter(Prefix + "*", "MassTransit", "Npgsql")
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .UseOtlpExporter();
        builder.Logging.AddOpenTelemetry(logging => logging.IncludeScopes = true);
    }
}
