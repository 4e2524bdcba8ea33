namespace StripeEmulator.Webhooks;

/// <summary>Who is to get an event: an endpoint, or a Stripe CLI that listens.</summary>
/// <param name="Place">Which one it is of its kind, oldest first, so that a seed decides the same after a restart with other ids.</param>
internal sealed record DeliveryTarget(string Id, int Place);
