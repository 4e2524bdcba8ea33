using System.Text.Json.Nodes;
using StripeEmulator.Api.Requests;

namespace StripeEmulator.RequestLogs;

/// <summary>One request while it is served: what is learnt of it on the way goes into the log at its end.</summary>
internal sealed class RequestTrace(HttpRequest request, string requestId, string version, TimeProvider time)
{
    private const int ErrorsFrom = 400;

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly long _started = time.GetTimestamp();

    public string RequestId => requestId;

    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; set; } = [];

    /// <param name="answer">Null when the connection is broken instead.</param>
    public LoggedRequest Finished(ApiAnswer? answer) => new()
    {
        RequestId = requestId,
        Method = request.Method,
        Path = request.Path,
        Address = request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "",
        Status = answer?.Status,
        IdempotencyKey = request.Headers[ApiPipeline.IdempotencyKeyHeader] is { Count: > 0 } key ? key.ToString() : null,
        Version = request.Headers[ApiPipeline.VersionHeader] is { Count: > 0 } asked ? asked.ToString() : version,
        StartedAt = _startedAt,
        DurationMs = time.GetElapsedTime(_started).TotalMilliseconds,
        Parameters = Masking.Mask(Parameters),
        Error = answer is { Status: >= ErrorsFrom } ? ErrorIn(answer) : null,
    };

    private static LoggedError? ErrorIn(ApiAnswer answer)
    {
        if (JsonNode.Parse(answer.Body.Span)?["error"] is not JsonObject error)
        {
            return null;
        }

        string? Text(string name) => error[name]?.GetValue<string>();
        return new LoggedError(Text("type"), Text("code"), Text("decline_code"), Text("message"), Text("param"), Text("charge"));
    }
}
