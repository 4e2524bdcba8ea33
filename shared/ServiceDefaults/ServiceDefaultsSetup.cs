using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace ServiceDefaults;

/// <summary>What every service has: logs, telemetry, health, problem details, authentication, resilience, a clock.</summary>
public static class ServiceDefaultsSetup
{
    /// <summary>A body larger than this is refused with 413. An endpoint that needs more says so itself.</summary>
    public const int RequestBodyBytesMax = 128 * 1024;

    private const string ReadyTag = "ready";

    /// <summary>Registers the defaults. Settings: sections <c>Authentication</c>, <c>Development</c>, OpenTelemetry's own variables.</summary>
    public static void AddServiceDefaults(this WebApplicationBuilder builder)
    {
        AddLogging(builder.Logging);
        builder.AddTelemetry();
        builder.AddClock();
        builder.Services.AddAuthentication();
        builder.Services.AddAuthorization(Policies.Configure);
        builder.Services.AddProblems();
        builder.Services.AddOpenApi(document => document.AddOperationTransformer<IdempotencyKeyDocumentation>());
        builder.Services.AddHealthChecks();
        builder.Services.AddHttpContextAccessor();
        builder.Services.Configure<JsonOptions>(json => ConfigureJson(json.SerializerOptions));
        builder.Services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBodyBytesMax;
        });
        builder.Services.ConfigureHttpClientDefaults(client => client.AddStandardResilienceHandler(resilience =>
            resilience.Retry.DisableForUnsafeHttpMethods()));
    }

    /// <summary>Puts the middleware in its order and maps <c>/health/live</c>, <c>/health/ready</c> and <c>/openapi/v1.json</c>.</summary>
    public static void MapDefaultEndpoints(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.Use(AnswerUnknownPaths);
        app.UseAuthentication();
        app.UseAuthorization();
        // Alive means the process answers; what it depends on is readiness, or a broker's outage would restart everything.
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = IsReadinessCheck }).AllowAnonymous();
        app.MapOpenApi().AllowAnonymous();
    }

    // Before authorization, whose fallback policy would ask for a token where there is nothing to protect.
    private static Task AnswerUnknownPaths(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not null)
        {
            return next(context);
        }
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static bool IsReadinessCheck(HealthCheckRegistration check) => check.Tags.Contains(ReadyTag);

    private static void AddLogging(ILoggingBuilder logging) => logging
        .AddConsoleFormatter<CompactJsonFormatter, ConsoleFormatterOptions>()
        .AddConsole(console => console.FormatterName = CompactJsonFormatter.FormatterName);

    // A misspelt field is an error, not silence.
    private static void ConfigureJson(JsonSerializerOptions json)
    {
        json.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        json.RespectNullableAnnotations = true;
        json.NumberHandling = JsonNumberHandling.Strict;
        json.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
    }
}
