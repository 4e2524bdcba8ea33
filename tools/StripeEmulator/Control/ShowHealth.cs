using StripeEmulator.State;

namespace StripeEmulator.Control;

/// <summary>GET /_emulator/health: it is up, and what time it takes it to be.</summary>
internal static class ShowHealth
{
    public static void MapHealth(this RouteGroupBuilder control) =>
        control.MapGet("/health", (EmulatorClock clock) => TypedResults.Ok(new Health("ok", clock.BusinessSeconds)));

    internal sealed record Health(string Status, long BusinessTime);
}
