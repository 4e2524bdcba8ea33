using Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace ServiceDefaults;

/// <summary>RFC 9457 problem details, each with a stable <c>code</c> from <see cref="ErrorCodes"/>.</summary>
public static class Problems
{
    private const string CodeMember = "code";

    /// <summary>A refusal as a value.</summary>
    /// <param name="status">HTTP status.</param>
    /// <param name="code">One of <see cref="ErrorCodes"/>.</param>
    /// <param name="detail">A sentence for people.</param>
    /// <param name="members">Further members a client may read.</param>
    public static ProblemHttpResult Of(int status, string code, string detail, params (string Name, object? Value)[] members)
    {
        var extensions = new Dictionary<string, object?>(StringComparer.Ordinal) { [CodeMember] = code };
        foreach (var (name, value) in members)
        {
            extensions[name] = value;
        }
        return TypedResults.Problem(detail, statusCode: status, extensions: extensions);
    }

    internal static void AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails(options => options.CustomizeProblemDetails = AddCode);
        services.AddExceptionHandler<BadRequestExceptionHandler>();
    }

    // What the framework refuses by itself (401, 404, validation …) gets its code here.
    private static void AddCode(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        problem.Extensions.TryAdd(CodeMember, problem is HttpValidationProblemDetails
            ? ErrorCodes.ValidationFailed
            : CodeOf(problem.Status ?? context.HttpContext.Response.StatusCode));
    }

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest => ErrorCodes.MalformedRequest,
        StatusCodes.Status401Unauthorized => ErrorCodes.Unauthenticated,
        StatusCodes.Status403Forbidden => ErrorCodes.Forbidden,
        StatusCodes.Status404NotFound => ErrorCodes.NotFound,
        StatusCodes.Status405MethodNotAllowed => ErrorCodes.MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => ErrorCodes.PayloadTooLarge,
        StatusCodes.Status415UnsupportedMediaType => ErrorCodes.UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => ErrorCodes.TooManyRequests,
        StatusCodes.Status502BadGateway => ErrorCodes.BadGateway,
        StatusCodes.Status503ServiceUnavailable => ErrorCodes.ServiceUnavailable,
        StatusCodes.Status504GatewayTimeout => ErrorCodes.GatewayTimeout,
        < StatusCodes.Status500InternalServerError => ErrorCodes.MalformedRequest,
        _ => ErrorCodes.InternalError,
    };
}

/// <summary>Answers a request that can't be read: says where, not how the parser works.</summary>
internal sealed class BadRequestExceptionHandler(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not BadHttpRequestException badRequest)
        {
            return false;
        }
        context.Response.StatusCode = badRequest.StatusCode;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = badRequest.StatusCode, Detail = Explain(badRequest) },
        });
    }

    private static string Explain(BadHttpRequestException exception) => exception.InnerException switch
    {
        System.Text.Json.JsonException { Path: { Length: > 0 } path } => $"The request body can't be read at {path}.",
        _ when exception.StatusCode == StatusCodes.Status413PayloadTooLarge => "The request body is too large.",
        _ => "The request can't be read: a value is missing or of the wrong form.",
    };
}
