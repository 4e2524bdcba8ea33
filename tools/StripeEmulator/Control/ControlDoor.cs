using StripeEmulator.Pages;
using StripeEmulator.Pages.Control;

namespace StripeEmulator.Control;

/// <summary>
/// What all control requests go through: a web site that somebody happens to visit can't use this machine's emulator, a
/// senseless request is refused, and a form of the page leads back to the page.
/// </summary>
internal static class ControlDoor
{
    private static readonly string[] OwnSites = ["same-origin", "none"];

    public static RouteGroupBuilder WithDoor(this RouteGroupBuilder control)
    {
        control.AddEndpointFilter(PassAsync);
        return control;
    }

    private static async ValueTask<object?> PassAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if (!HttpMethods.IsGet(request.Method) && !IsFromHere(request))
        {
            return TypedResults.Json(
                new ControlProblem("Another web site may not use the local Stripe."), statusCode: StatusCodes.Status403Forbidden);
        }

        var result = await ResultAsync(context, next);
        return request.Query.ContainsKey(ControlPage.Mark) ? BackToPage(context.HttpContext, result) : result;
    }

    private static async ValueTask<object?> ResultAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ControlRefusal refusal)
        {
            return TypedResults.BadRequest(new ControlProblem(refusal.Message));
        }
    }

    /// <summary>A browser says where a request comes from; a program says nothing and may come in.</summary>
    private static bool IsFromHere(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site)
        {
            return OwnSites.Contains(site.ToString());
        }

        return request.Headers.Origin is not { Count: > 0 } origin
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }

    private static IResult BackToPage(HttpContext context, object? result)
    {
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        return inner is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest }
            ? ControlPage.Show(context, inner is IValueHttpResult { Value: ControlProblem problem } ? problem.Message : "That is no longer there.")
            : new SeeOther(ControlPage.Path);
    }
}
