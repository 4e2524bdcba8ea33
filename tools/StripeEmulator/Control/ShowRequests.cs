using StripeEmulator.RequestLogs;

namespace StripeEmulator.Control;

/// <summary>GET /_emulator/requests: the last requests to the API, newest first.</summary>
internal static class ShowRequests
{
    private const int LimitDefault = 100;

    public static void MapRequests(this RouteGroupBuilder control) => control.MapGet(
        "/requests",
        (int? limit, RequestLog log) =>
            TypedResults.Ok(new Requests(log.Latest(Math.Clamp(limit ?? LimitDefault, 1, RequestLog.RequestsMax)))));

    internal sealed record Requests(IReadOnlyList<LoggedRequest> Data);
}
