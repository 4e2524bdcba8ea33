namespace LoadTest.Webhooks;

/// <summary>Where webhooks go, and where it shows what became of them.</summary>
internal sealed record WebhookTarget
{
    /// <summary>The ingress: Stripe calls it directly, so the load does too.</summary>
    public required string IngressUrl { get; init; }

    /// <summary>What the events are signed with.</summary>
    public required string Secret { get; init; }

    /// <summary>The broker (AMQP URI), for the baseline on a queue of its own.</summary>
    public required string BrokerUri { get; init; }

    /// <summary>Connection string of a role that may write purchases: they are made beforehand, without Stripe.</summary>
    public required string BillingDatabase { get; init; }

    /// <summary>Connection string of a role that may read grants.</summary>
    public required string CreditsDatabase { get; init; }
}
