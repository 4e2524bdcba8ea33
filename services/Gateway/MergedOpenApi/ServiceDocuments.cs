using System.Text.Json;
using System.Text.Json.Nodes;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Gateway.MergedOpenApi;

/// <summary>One service's OpenAPI document, and the routes that lead to that service.</summary>
/// <param name="Service">The name of its cluster in the routing table.</param>
/// <param name="Routes">Those of the routing table that lead to it.</param>
/// <param name="Document">Null when no replica of the service gave one.</param>
internal sealed record ServiceDocument(string Service, IReadOnlyList<RouteModel> Routes, JsonObject? Document);

/// <summary>Asks every service of the routing table for its OpenAPI document.</summary>
internal sealed class ServiceDocuments(IProxyStateLookup routingTable, ILogger<ServiceDocuments> logger)
{
    private const string DocumentPath = "openapi/v1.json";
    private const int DocumentBytesMax = 2 * 1024 * 1024;
    // A service makes its first document slowly.
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

    public Task<ServiceDocument[]> ReadAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(routingTable.GetClusters()
            .OrderBy(cluster => cluster.ClusterId, StringComparer.Ordinal)
            .Select(cluster => ReadAsync(cluster, cancellationToken)));

    private async Task<ServiceDocument> ReadAsync(ClusterState cluster, CancellationToken cancellationToken)
    {
        var routes = routingTable.GetRoutes()
            .Select(route => route.Config is { ClusterId: { } id } && id == cluster.ClusterId ? route : null)
            .OfType<RouteModel>()
            .ToList();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(ReadTimeout);
        foreach (var replica in cluster.DestinationsState.AvailableDestinations)
        {
            try
            {
                var document = await ReadAsync(cluster.Model.HttpClient, replica.Model.Config.Address, deadline.Token);
                return new ServiceDocument(cluster.ClusterId, routes, document);
            }
            catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException
                or OperationCanceledException && !cancellationToken.IsCancellationRequested)
            {
                logger.NoDocument(cluster.ClusterId, replica.DestinationId, exception.Message);
            }
        }
        return new ServiceDocument(cluster.ClusterId, routes, null);
    }

    private static async Task<JsonObject> ReadAsync(
        HttpMessageInvoker client, string address, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(address), DocumentPath));
        using var response = await client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        await response.Content.LoadIntoBufferAsync(DocumentBytesMax, cancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)) as JsonObject
            ?? throw new JsonException("The document is not a JSON object.");
    }
}
