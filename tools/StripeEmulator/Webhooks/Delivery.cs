using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator.Webhooks;

/// <summary>One event on its way to one receiver: an endpoint, or a Stripe CLI that listens.</summary>
/// <param name="Epoch">Tells what was queued before a reset.</param>
internal sealed record Delivery(Event Event, string TargetId, int Attempt, int Epoch)
{
    /// <summary>What is to go out after this, so that an order that was asked for is kept.</summary>
    public ImmutableQueue<Delivery> Followers { get; init; } = [];

    /// <summary>The first of the followers, with the rest behind it.</summary>
    public Delivery? Next => Followers.IsEmpty ? null : Followers.Peek() with { Followers = Followers.Dequeue() };
}
