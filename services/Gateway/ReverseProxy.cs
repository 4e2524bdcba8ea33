using Microsoft.Extensions.Primitives;
using Yarp.ReverseProxy.Health;

namespace Gateway;

/// <summary>Passes the calls of the routing table (appsettings.json, section <c>ReverseProxy</c>) on to the services.</summary>
internal static class ReverseProxy
{
    private const string RoutingTableSection = "ReverseProxy";

    // A replica on this network accepts at once or is gone; the rest of the time belongs to the answer (ActivityTimeout).
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    // What a proxy says of the caller's connection. From outside it is a lie that a service might believe.
    private static readonly string[] ForwardingHeaderPrefixes = ["Forwarded", "X-Forwarded-", "X-Original-", "X-Real-"];

    /// <summary>Reads the routing table and stops the start when a service has no address.</summary>
    public static void AddRoutingTable(this WebApplicationBuilder builder)
    {
        var routingTable = builder.Configuration.GetSection(RoutingTableSection);
        RequireAddresses(routingTable);
        builder.Services.AddSingleton<IPassiveHealthCheckPolicy, FailedConnectionPolicy>();
        builder.Services.AddReverseProxy()
            .LoadFromConfig(routingTable)
            .ConfigureHttpClient((_, handler) => handler.ConnectTimeout = ConnectTimeout);
    }

    public static void MapRoutingTable(this WebApplication app) =>
        app.MapReverseProxy(proxy =>
        {
            proxy.Use(RemoveForwardingHeaders);
            proxy.Use(Failover.TryAnotherReplica);
            proxy.UseLoadBalancing();
            proxy.UsePassiveHealthChecks();
        });

    // YARP then writes its own X-Forwarded-For, -Host and -Proto.
    private static Task RemoveForwardingHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        foreach (var name in headers.Keys.Where(IsForwardingHeader).ToArray())
        {
            headers[name] = StringValues.Empty;
        }
        return next(context);
    }

    private static bool IsForwardingHeader(string name) =>
        ForwardingHeaderPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static void RequireAddresses(IConfigurationSection routingTable)
    {
        if (!routingTable.Exists())
        {
            throw new InvalidOperationException($"{RoutingTableSection} is missing: no appsettings.json beside the program.");
        }
        foreach (var cluster in routingTable.GetSection("Clusters").GetChildren())
        {
            var replicas = cluster.GetSection("Destinations").GetChildren().ToArray();
            if (replicas.Length == 0 || !replicas.All(HasAddress))
            {
                throw new InvalidOperationException(
                    $"{cluster.Path}:Destinations:main:Address is missing or no http(s) URL: where the service '{cluster.Key}' is. "
                    + "Further replicas stand beside 'main' under any other name.");
            }
        }
    }

    private static bool HasAddress(IConfigurationSection replica) =>
        Uri.TryCreate(replica["Address"], UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
}
