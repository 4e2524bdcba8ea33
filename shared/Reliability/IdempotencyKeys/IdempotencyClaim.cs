using Microsoft.AspNetCore.Http;

namespace Reliability.IdempotencyKeys;

/// <summary>The request's claim, as a handler asks for it: a natural key for the effect when the client sent an Idempotency-Key.</summary>
/// <param name="Id">The same for each repeat and each take-over of one request; null when there was no key.</param>
/// <remarks>
/// The stored answer covers a repeat after the answer was kept. A process that dies between effect and answer leaves only the
/// claim: the effect must carry this id under a unique constraint, so that running it again finds it done.
/// </remarks>
public sealed record IdempotencyClaim(Guid? Id)
{
    /// <summary>Called by ASP.NET Core to bind a handler's parameter.</summary>
    public static ValueTask<IdempotencyClaim?> BindAsync(HttpContext context) =>
        ValueTask.FromResult<IdempotencyClaim?>(context.Features.Get<IdempotencyClaim>() ?? new IdempotencyClaim((Guid?)null));
}
