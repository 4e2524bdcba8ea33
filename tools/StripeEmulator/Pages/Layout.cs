using System.Globalization;

namespace StripeEmulator.Pages;

/// <summary>What all pages share: the frame, the style, and the headers that keep a page from doing anything but showing.</summary>
internal static class Layout
{
    public const string StylePath = "/pages.css";

    // No form-action: paying ends in a redirect to the merchant's own site.
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'";

    private const string Style = """
        body { font: 1rem/1.5 system-ui, sans-serif; color: #1a1f36; background: #f6f8fa; margin: 0; }
        main { max-width: 40rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border-radius: .5rem; }
        label { display: block; margin-top: .75rem; font-weight: 600; }
        input, select { width: 100%; box-sizing: border-box; border: 1px solid #697386; }
        input, select, button { font: inherit; padding: .5rem 1rem; border-radius: .25rem; }
        button { margin: .75rem .5rem 0 0; border: 1px solid #4b3fd1; background: #fff; color: #4b3fd1; }
        button.main { background: #4b3fd1; color: #fff; }
        main.wide { max-width: 80rem; }
        .wide section { overflow-x: auto; }
        .wide td { vertical-align: top; }
        .wide td button { margin-top: .25rem; padding: .25rem .75rem; }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; padding: .4rem; border-bottom: 1px solid #d8dee4; }
        fieldset { border: 1px solid #d8dee4; border-radius: .25rem; margin-top: 1rem; }
        summary { cursor: pointer; }
        code, pre { font: .875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
        .numbers, .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .5rem 1rem; }
        .numbers dd { margin: 0; font-size: 1.5rem; }
        .alert { border-left: .25rem solid #b3093c; padding: .5rem 1rem; background: #fdf0f3; }
        .note { color: #545969; }
        """;

    public static void MapStyle(this WebApplication app) =>
        app.MapGet(StylePath, () => TypedResults.Text(Style, "text/css; charset=utf-8"));

    public static IResult Page(
        HttpContext context,
        string title,
        Html body,
        int status = StatusCodes.Status200OK,
        bool canBeFramed = false,
        bool isWide = false)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = canBeFramed ? Policy : $"{Policy}; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        var page = Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <link rel="stylesheet" href="{StylePath}">
            </head>
            <body>
            <main{(isWide ? Html.Of($" class=\"wide\"") : Html.None)}>
            <h1>{title}</h1>
            {body}
            <p class="note">This is the local Stripe: no money moves.</p>
            </main>
            </body>
            </html>

            """);
        return TypedResults.Text(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    public static Html Alert(string? message) => message is null
        ? Html.None
        : Html.Of($"""<p class="alert" role="alert">{message}</p>""");

    /// <summary>A link to the merchant's site; nothing when there is none, or when it is no web address.</summary>
    public static Html Link(string? url, string text) => IsWeb(url)
        ? Html.Of($"""<p><a href="{url}">{text}</a></p>""")
        : Html.None;

    public static bool IsWeb(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https";

    public static string Day(long unixSeconds) =>
        DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
