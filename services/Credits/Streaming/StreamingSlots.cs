using System.Globalization;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Credits.Streaming;

/// <summary>Keeps long answers from taking all connections: what people wait for comes first.</summary>
internal sealed class StreamingSlots(IOptions<StreamingOptions> options) : IDisposable
{
    private const int RetryAfterSeconds = 5;

    private readonly SemaphoreSlim free = new(options.Value.AtOnceMax);

    public TimeSpan TimeMax { get; } = TimeSpan.FromSeconds(options.Value.SecondsMax);

    /// <summary>False when all are taken. Whoever took one gives it back.</summary>
    public bool TryTake() => free.Wait(0);

    /// <summary>What they hear who come when all are taken.</summary>
    public static ProblemHttpResult Refuse(HttpResponse response)
    {
        response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Of(
            StatusCodes.Status503ServiceUnavailable, ErrorCodes.ServiceUnavailable, "Too many exports and reports run at once. Try again soon.");
    }

    public void GiveBack() => free.Release();

    public void Dispose() => free.Dispose();
}
