namespace Dev.Workspace;

/// <summary>What ./dev can start, by the names that people type.</summary>
internal static class ComponentNames
{
    public const string Postgres = "postgres";
    public const string RabbitMq = "rabbitmq";
    public const string Stripe = "stripe";
    public const string Gateway = "gateway";
    public const string Ingress = "ingress";
    public const string Billing = "billing";
    public const string Credits = "credits";

    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [Postgres, RabbitMq, Stripe, Gateway, Ingress, Billing, Credits];

    /// <summary>Only these run more than once: they keep nothing in memory that another would miss.</summary>
    public static IReadOnlyList<string> WithReplicas { get; } = [Gateway, Ingress, Billing, Credits];
}
