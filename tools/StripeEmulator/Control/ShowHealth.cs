namespace StripeEmulator.Control;

/// <summary>GET /_emulator/health: it answers, so it is well; it depends on nothing else.</summary>
internal static class ShowHealth
{
    public static void MapHealth(this RouteGroupBuilder control) =>
        control.MapGet("/health", () => TypedResults.Ok(new Health("ok")));

    private sealed record Health(string Status);
}
