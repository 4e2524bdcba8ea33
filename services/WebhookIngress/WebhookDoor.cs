namespace WebhookIngress;

/// <summary>What an endpoint at Stripe has to know of the ingress, for whoever sets one up.</summary>
internal static class WebhookDoor
{
    /// <summary>Where events are taken.</summary>
    public const string Path = "/api/v1/playground/webhooks/stripe/credits";
}
