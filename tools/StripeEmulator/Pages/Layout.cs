using System.Globalization;

namespace StripeEmulator.Pages;

/// <summary>What all pages share: the frame, the style, and the headers that keep a page from doing anything but showing.</summary>
internal static class Layout
{
    public const string StylePath = "/pages.css";

    // No form-action: paying ends in a redirect to the merchant's own site.
    private const string Policy = "default-src 'none'; style-src 'self'; base-uri 'none'";

    private const string Style = """
        :root { --ink: #1a1f36; --soft: #545969; --line: #d8dee4; --accent: #4b3fd1; --danger: #b3093c; }
        * { box-sizing: border-box; }
        body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: #f6f8fa; margin: 0; }
        main { max-width: 36rem; margin: 3rem auto; padding: 2rem; background: #fff; border: 1px solid var(--line);
          border-radius: .75rem; box-shadow: 0 .5rem 1.5rem rgb(26 31 54 / .06); }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.15rem; margin: 0 0 .25rem; }
        section { margin: 1.5rem 0; padding: 1.25rem; border: 1px solid var(--line); border-radius: .5rem; }
        section p { margin: 0; }
        section form + form { margin-top: 1rem; border-top: 1px solid var(--line); }
        label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
        input, select, button { font: inherit; padding: .6rem .9rem; border-radius: .35rem; }
        input, select { width: 100%; border: 1px solid #697386; background: #fff; color: inherit; }
        button { margin: .75rem .5rem 0 0; border: 1px solid var(--accent); background: #fff; color: var(--accent); cursor: pointer; }
        button:hover { background: #f2f1fd; }
        button.main { background: var(--accent); color: #fff; font-weight: 600; }
        button.main:hover { background: #3a2fb5; }
        form > button.wide { width: 100%; margin-right: 0; }
        :focus-visible { outline: 3px solid #8d84f0; outline-offset: 2px; }
        a { color: var(--accent); }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; font-weight: 600; padding-bottom: .25rem; }
        th, td { text-align: left; padding: .5rem .25rem; border-bottom: 1px solid var(--line); }
        th { font-weight: 600; color: var(--soft); }
        td button { margin: 0 0 0 .75rem; padding: .25rem .6rem; }
        .order :is(th, td):not(:first-child) { text-align: right; }
        .due { display: flex; justify-content: space-between; font-size: 1.15rem; padding: 0 .25rem; }
        fieldset { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.5rem 0 0; padding: .75rem 1rem 1rem;
          border: 1px solid var(--line); border-radius: .5rem; }
        fieldset button { margin: 0; padding: .35rem .75rem; font-size: .93rem; border-radius: 2rem; }
        main.wide { max-width: 80rem; }
        main.wide section { overflow-x: auto; }
        main.wide td { vertical-align: top; }
        main.wide td button { margin: .25rem 0 0; }
        summary { cursor: pointer; }
        code, pre { font: .875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
        .numbers, .fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: .5rem 1rem; }
        .fields { align-items: end; }
        .numbers dd { margin: 0; font-size: 1.5rem; }
        .alert { border-left: .25rem solid var(--danger); border-radius: .25rem; padding: .6rem 1rem; background: #fdf0f3; }
        .note { color: var(--soft); font-size: .93rem; margin: .35rem 0 0; }
        .mode { display: inline-block; margin: 0 0 1rem; padding: .1rem .75rem; font-size: .87rem; color: #7a3d00;
          background: #fdf0dc; border-radius: 2rem; }
        @media (max-width: 36rem) { body { background: #fff; } main { margin: 0; padding: 1.25rem; border: 0; box-shadow: none; } }
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
            <main aria-labelledby="page-title"{(isWide ? Html.Of($" class=\"wide\"") : Html.None)}>
            <p class="mode">Local Stripe: no money moves</p>
            <h1 id="page-title">{title}</h1>
            {body}
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
