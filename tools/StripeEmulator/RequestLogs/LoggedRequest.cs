namespace StripeEmulator.RequestLogs;

/// <summary>One request to the API as it is shown afterwards. Times are wall clock.</summary>
internal sealed record LoggedRequest
{
    public required string RequestId { get; init; }
    public required string Method { get; init; }
    public required string Path { get; init; }

    /// <summary>The caller's.</summary>
    public required string Address { get; init; }

    /// <summary>Null when the connection was broken instead of answered.</summary>
    public int? Status { get; init; }
    public string? IdempotencyKey { get; init; }
    public required string Version { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required double DurationMs { get; init; }

    /// <summary>As they were sent, with secrets and card numbers masked.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
    public LoggedError? Error { get; init; }
}

/// <summary>What the request was refused with.</summary>
internal sealed record LoggedError(string? Type, string? Code, string? DeclineCode, string? Message, string? Parameter, string? Charge);
