using StripeEmulator.Api.Requests;

namespace StripeEmulator.Cli;

/// <summary>GET /stripecli/subscribe: the web socket of <c>stripe listen</c> and <c>stripe logs tail</c>.</summary>
/// <remarks>The id travels in a header, which no web page can set: none can listen in.</remarks>
internal static class ConnectCli
{
    public const string Path = "/stripecli/subscribe";

    private const string IdHeader = "Websocket-Id";
    private const string Protocol = "stripecli-devproxy-v1";

    /// <summary>On hearing exactly this the CLI asks for a new session.</summary>
    private const string UnknownId = "Unknown WebSocket ID.";

    public static void MapConnectCli(this WebApplication app)
    {
        app.UseWebSockets();
        app.MapGet(Path, ConnectAsync);
    }

    private static async Task ConnectAsync(HttpContext context, CliSessions sessions, IHostApplicationLifetime lifetime)
    {
        if (sessions.Find(context.Request.Headers[IdHeader].ToString()) is not { } listener)
        {
            await RefuseAsync(context, UnknownId);
        }
        else if (!context.WebSockets.IsWebSocketRequest)
        {
            await RefuseAsync(context, "This is a web socket.");
        }
        else
        {
            var protocol = context.WebSockets.WebSocketRequestedProtocols.Contains(Protocol) ? Protocol : null;
            await listener.RunAsync(() => context.WebSockets.AcceptWebSocketAsync(protocol), lifetime.ApplicationStopping);
        }
    }

    private static async Task RefuseAsync(HttpContext context, string message)
    {
        var body = ApiAnswer.Serialize(StripeError.Invalid(message).ToJson(_ => []));
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
