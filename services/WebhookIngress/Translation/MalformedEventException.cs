namespace WebhookIngress.Translation;

/// <summary>A signed body that is not what Stripe's reference says, or lacks what we wrote on it. The message never quotes a value.</summary>
internal sealed class MalformedEventException(string message) : Exception(message);
