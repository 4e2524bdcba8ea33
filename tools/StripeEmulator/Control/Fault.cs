namespace StripeEmulator.Control;

/// <summary>What shall go wrong with one request.</summary>
/// <param name="Fails">Whether the answer is spoiled; otherwise the request is only delayed.</param>
/// <param name="AfterEffect">Whether the work is done, and its idempotent answer kept, before the answer is spoiled.</param>
/// <param name="Status">The status to answer with; null breaks the connection without an answer.</param>
/// <param name="Delay">How long the request takes longer, its idempotency key in use meanwhile.</param>
internal sealed record Fault(bool Fails, bool AfterEffect, int? Status, TimeSpan Delay);

/// <summary>A fault for the next requests that match.</summary>
internal sealed class FaultRule(Fault fault, string? method, PathString path, int requests)
{
    public Fault Fault => fault;

    public int Remaining { get; private set; } = requests;

    public bool TakesOne(HttpRequest request)
    {
        var matches = (method is null || string.Equals(method, request.Method, StringComparison.OrdinalIgnoreCase))
            && request.Path.StartsWithSegments(path);
        if (matches)
        {
            Remaining--;
        }

        return matches;
    }
}
