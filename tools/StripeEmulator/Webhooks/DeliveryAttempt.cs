namespace StripeEmulator.Webhooks;

/// <summary>One attempt as the control API shows it. Times are wall clock.</summary>
internal sealed record DeliveryAttempt
{
    public required string EventId { get; init; }
    public required string EventType { get; init; }

    /// <summary>A webhook endpoint's id, or which Stripe CLI.</summary>
    public required string EndpointId { get; init; }
    public string? Url { get; init; }
    public required int Attempt { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public double DurationMs { get; init; }
    public int? Status { get; init; }
    public string? Problem { get; init; }

    /// <summary>The <c>Stripe-Signature</c> it carried.</summary>
    public string? Signature { get; init; }
    public AttemptAnswer? Answer { get; init; }

    /// <summary>Whether a Stripe CLI has it; what its receiver answers is an entry of its own.</summary>
    public bool? IsAcknowledged { get; init; }

    /// <summary>Only 2xx counts; a redirect is a failure.</summary>
    public bool Succeeded => Status is >= 200 and < 300;
}
