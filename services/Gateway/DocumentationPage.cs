using Gateway.MergedOpenApi;
using Scalar.AspNetCore;

namespace Gateway;

/// <summary>GET /docs: the API to read and to try out in a browser.</summary>
internal static class DocumentationPage
{
    public const string Path = "/docs";

    // The page works without the Internet and must not reach for it; this makes the browser see to that.
    private const string OwnOriginOnly =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'";

    public static void MapDocumentationPage(this WebApplication app) =>
        app.MapGroup("")
            .AddEndpointFilter(RestrictToOwnOrigin)
            .MapScalarApiReference(Path, Configure)
            .AllowAnonymous();

    private static void Configure(ScalarOptions page)
    {
        page.Title = MergedDocument.Title;
        page.OpenApiRoutePattern = MergedOpenApiEndpoint.Path;
        page.DefaultFonts = false;
        page.AddPreferredSecuritySchemes(MergedDocument.BearerScheme);
        // What would lead to the maker's servers.
        page.ShowDeveloperTools = DeveloperToolsVisibility.Never;
        page.HideClientButton = true;
        page.Telemetry = false;
        page.DisableAgent();
        page.DisableMcp();
    }

    private static ValueTask<object?> RestrictToOwnOrigin(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.ContentSecurityPolicy = OwnOriginOnly;
        return next(context);
    }
}
