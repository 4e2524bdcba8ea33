using Microsoft.AspNetCore.Http.HttpResults;

namespace Gateway.MergedOpenApi;

/// <summary>GET /openapi/v1.json: what the Gateway offers, put together from what the services say of themselves.</summary>
internal static class MergedOpenApiEndpoint
{
    // Takes precedence over the default endpoint /openapi/{documentName}.json, because it is the more specific route.
    public const string Path = "/openapi/v1.json";

    private const string ContentType = "application/json";

    public static void AddMergedOpenApi(this IServiceCollection services)
    {
        services.AddSingleton<ServiceDocuments>();
        services.AddSingleton<MergedDocumentCache>();
    }

    public static void MapMergedOpenApi(this WebApplication app) =>
        app.MapGet(Path, HandleAsync).AllowAnonymous().ExcludeFromDescription();

    private static async Task<FileContentHttpResult> HandleAsync(
        MergedDocumentCache documents, CancellationToken cancellationToken) =>
        TypedResults.Bytes(await documents.GetAsync(cancellationToken), ContentType);
}
