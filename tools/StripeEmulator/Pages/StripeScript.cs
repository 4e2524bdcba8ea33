using System.Security.Cryptography;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace StripeEmulator.Pages;

/// <summary>
/// GET /v3/ and /:release/stripe.js: the script that stands in for Stripe.js. Its parts are files beside this one; a browser gets
/// them as one, in a scope of its own.
/// </summary>
internal static class StripeScript
{
    private const string Folder = "StripeEmulator.Pages.Script.";

    /// <summary>As long as a browser keeps Stripe's own.</summary>
    private const string Caching = "public, max-age=60";

    // Each part may use those before it.
    private static readonly string[] Parts = ["api", "card", "fields", "elements", "dialog", "stripe"];

    private static readonly string[] Paths =
        ["/v3", .. ((string[])["v3", "acacia", "basil", "clover", "dahlia", "endive"]).Select(release => $"/{release}/stripe.js")];

    public static bool IsAt(PathString path) => Paths.Contains(path.Value?.TrimEnd('/'));

    public static void MapStripeScript(this WebApplication app)
    {
        var script = Encoding.UTF8.GetBytes($"(() => {{\n\"use strict\";\n{string.Join('\n', Parts.Select(Read))}\n}})();\n");
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexString(SHA256.HashData(script))[..16]}\"");
        foreach (var path in Paths)
        {
            app.MapGet(path, (HttpContext context) =>
            {
                context.Response.Headers.CacheControl = Caching;
                context.Response.Headers.XContentTypeOptions = "nosniff";
                context.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
                return TypedResults.Bytes(script, "text/javascript; charset=utf-8", entityTag: tag);
            });
        }
    }

    private static string Read(string part)
    {
        using var stream = typeof(StripeScript).Assembly.GetManifestResourceStream($"{Folder}{part}.js")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
