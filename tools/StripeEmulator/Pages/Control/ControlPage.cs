namespace StripeEmulator.Pages.Control;

/// <summary>GET /_emulator: what the account holds and does, and buttons for what the control API can do. Plain HTML, without a script.</summary>
internal static class ControlPage
{
    public const string Path = "/_emulator";

    /// <summary>By this a form says that it wants to come back here.</summary>
    public const string Mark = "from_page";

    public static void MapControlPage(this RouteGroupBuilder control) => control.MapGet("", (HttpContext context) => Show(context, problem: null));

    public static IResult Show(HttpContext context, string? problem)
    {
        var snapshot = ControlSnapshot.Take(context.RequestServices);
        var page = Layout.Page(
            context,
            "Local Stripe",
            ControlView.Render(snapshot, problem),
            problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest,
            isWide: true);

        // Without a referrer a browser keeps silent about where a form comes from, and the control API lets in only what comes from here.
        context.Response.Headers["Referrer-Policy"] = "same-origin";
        return page;
    }
}
