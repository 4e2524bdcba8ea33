using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Gateway;

/// <summary>A replica that is gone costs no caller an error while another one is there.</summary>
internal static class Failover
{
    /// <summary>Passes the call on, and again to another replica when it certainly did nothing at the first.</summary>
    /// <remarks>502 when no connection could be made; 503 when all replicas were known to be down before.</remarks>
    public static async Task TryAnotherReplica(HttpContext context, RequestDelegate next)
    {
        var proxy = context.GetReverseProxyFeature();
        var replicas = proxy.AvailableDestinations;
        var allDown = proxy.AllDestinations.All(IsDown);

        await next(context);
        while (MayTryAgain(context) && Others(replicas, proxy.ProxiedDestination) is { Count: > 0 } others)
        {
            replicas = proxy.AvailableDestinations = others;
            ForgetFailure(context);
            await next(context);
        }

        if (allDown && !context.Response.HasStarted && context.GetForwarderErrorFeature().IsFailedConnection())
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        }
    }

    /// <summary>The service never saw the call: no connection was made to it.</summary>
    public static bool IsFailedConnection(this IForwarderErrorFeature? failure) =>
        failure is { Error: ForwarderError.Request, Exception: HttpRequestException exception }
        && exception.HttpRequestError is HttpRequestError.ConnectionError
            or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    // A connection that broke in the middle may have had its effect, so only a call without effects is repeated then.
    private static bool MayTryAgain(HttpContext context) =>
        !context.Response.HasStarted
        && context.GetForwarderErrorFeature() is { Error: ForwarderError.Request } failure
        && (failure.IsFailedConnection() || HttpMethods.IsGet(context.Request.Method));

    private static List<DestinationState> Others(IReadOnlyList<DestinationState> replicas, DestinationState? tried) =>
        replicas.Where(replica => replica != tried).ToList();

    private static bool IsDown(DestinationState replica) =>
        replica.Health.Active == DestinationHealth.Unhealthy || replica.Health.Passive == DestinationHealth.Unhealthy;

    private static void ForgetFailure(HttpContext context)
    {
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.StatusCode = StatusCodes.Status200OK;
    }
}
