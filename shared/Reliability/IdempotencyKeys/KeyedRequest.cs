using Microsoft.AspNetCore.Http;

namespace Reliability.IdempotencyKeys;

/// <summary>A request as its <c>Idempotency-Key</c> sees it. A handler that stores its answer itself asks for it as a parameter.</summary>
/// <param name="Principal">Whose key: two callers may choose the same one.</param>
/// <param name="Key">The key.</param>
/// <param name="Hash">SHA-256 of method, path and body.</param>
public sealed record KeyedRequest(string Principal, string Key, byte[] Hash)
{
    /// <summary>True once its answer was stored, or found stored: the middleware then has nothing left to do.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Called by ASP.NET Core to bind a handler's parameter; null when the client sent no key.</summary>
    public static ValueTask<KeyedRequest?> BindAsync(HttpContext context) =>
        ValueTask.FromResult(context.Features.Get<KeyedRequest>());
}

/// <summary>An answer as it is kept: what a repeat gets, byte for byte.</summary>
public sealed record StoredAnswer(int Status, string? ContentType, string? Location, byte[] Body);

/// <summary>Marks an endpoint that stores its answer in the transaction of its effect, see <see cref="KeyStatements"/>.</summary>
/// <remarks>
/// Effect and answer are then there together or not at all, without the claim and the two further commits that an endpoint
/// needs whose effect is not PostgreSQL's alone.
/// </remarks>
public sealed class StoresItsAnswer;
