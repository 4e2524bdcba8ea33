using Gateway.MergedOpenApi;
using ServiceDefaults;

namespace Gateway;

/// <summary>The one door to the API: checks who calls, passes the call on, and describes all services as one.</summary>
/// <remarks>Which call goes to which service, and under which policy, is the routing table in appsettings.json.</remarks>
internal static class GatewayEndpoints
{
    public static void AddGateway(this WebApplicationBuilder builder)
    {
        builder.AddTokenAuthentication();
        builder.AddRoutingTable();
        builder.Services.AddMergedOpenApi();
    }

    public static void MapGateway(this WebApplication app)
    {
        app.MapRoutingTable();
        app.MapMergedOpenApi();
        app.MapDocumentationPage();
        app.MapGet("/", () => TypedResults.LocalRedirect(DocumentationPage.Path)).AllowAnonymous().ExcludeFromDescription();
    }
}
