using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Reliability.IdempotencyKeys;
using Reliability.Inbox;
using Reliability.Outbox;
using Reliability.Storage;

namespace Reliability;

/// <summary>A service's database, and what makes at-least-once safe on it.</summary>
public static class ReliabilitySetup
{
    private const int PreparedStatementsMax = 60;

    /// <summary>Registers the context on <c>ConnectionStrings:{name}</c> with outbox, inbox, idempotency keys and a readiness check.</summary>
    /// <exception cref="InvalidOperationException">The connection string is missing; the message names it.</exception>
    public static void AddReliableStorage<TContext>(this WebApplicationBuilder builder, string name)
        where TContext : DbContext
    {
        var services = builder.Services;
        var connectionString = builder.Configuration.GetConnectionString(name);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new InvalidOperationException($"ConnectionStrings:{name} is missing: the PostgreSQL database of this service.");
        }
        services.AddSingleton(NpgsqlDataSource.Create(Prepared(connectionString)));
        // The options are the same for every context, and made once.
        services.AddDbContext<TContext>(
            (provider, options) => options.UsePostgres(provider.GetRequiredService<NpgsqlDataSource>()),
            optionsLifetime: ServiceLifetime.Singleton);
        services.AddScoped<DbContext>(provider => provider.GetRequiredService<TContext>());
        services.AddScoped<UnitOfWork>();
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database", tags: ["ready"]);
        services.AddExceptionHandler<StorageUnavailableHandler>();

        AddOptions<InboxOptions>(services, InboxOptions.SectionName);

        AddOptions<OutboxOptions>(services, OutboxOptions.SectionName);
        services.AddSingleton<OutboxSignal>();
        services.AddScoped<IOutbox, DatabaseOutbox>();
        services.AddSingleton<OutboxBatch>();
        services.AddHostedService<OutboxRelay>();

        AddOptions<IdempotencyOptions>(services, IdempotencyOptions.SectionName);
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<KeyStatements>();
        services.AddSingleton<IdempotencyMiddleware>();
        services.AddHostedService<ReliabilitySweeper>();
    }

    // Statements are few and come again and again: planned once for each connection, unless the setting says otherwise.
    private static string Prepared(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.MaxAutoPrepare == 0)
        {
            settings.MaxAutoPrepare = PreparedStatementsMax;
        }
        return settings.ConnectionString;
    }

    /// <summary>PostgreSQL in snake_case, the same for the running service, its migrations and the operator's commands.</summary>
    public static DbContextOptionsBuilder UsePostgres(this DbContextOptionsBuilder options, NpgsqlDataSource dataSource) =>
        options.UseNpgsql(dataSource).UseSnakeCaseNamingConvention();

    /// <summary>Adds the tables of outbox, inbox and idempotency keys to a model.</summary>
    public static void ApplyReliability(this ModelBuilder model) =>
        model.ApplyConfigurationsFromAssembly(typeof(ReliabilitySetup).Assembly);

    /// <summary>Makes every POST repeatable under an <c>Idempotency-Key</c>. Call it after <c>MapDefaultEndpoints</c>.</summary>
    public static void UseIdempotencyKeys(this WebApplication app) => app.UseMiddleware<IdempotencyMiddleware>();

    private static void AddOptions<TOptions>(IServiceCollection services, string section)
        where TOptions : class =>
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
}
