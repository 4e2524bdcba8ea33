using StripeEmulator.State;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>How the quarrel about the pack goes.</summary>
internal enum Quarrel
{
    /// <summary>Disputed at once and won; then refunded in two parts.</summary>
    DisputeWon,

    /// <summary>The bank only asks, and is answered by two refunds.</summary>
    InquiryClosed,

    /// <summary>Refunded in two parts; then the payer disputes the rest and wins.</summary>
    DisputeLost,
}

/// <summary>A user who subscribes and buys a pack, and all that is told of them.</summary>
internal sealed class Buyer(int number, Quarrel quarrel, bool isClean)
{
    private readonly List<string> delivered = [];

    /// <summary>Its deliveries follow from this and the seed.</summary>
    public int Number => number;

    public Quarrel Quarrel => quarrel;

    /// <summary>Each event once, in order, in time: what the others are compared with.</summary>
    public bool IsClean => isClean;

    public string User { get; } = $"user_{Guid.CreateVersion7():n}";

    public Guid PurchaseId { get; set; }

    public CheckoutSession PlanSession { get; set; } = null!;

    public CheckoutSession PackSession { get; set; } = null!;

    public string CustomerId => PlanSession.CustomerId!;

    public string SubscriptionId => PlanSession.SubscriptionId!;

    public string PackPaymentId => PackSession.PaymentIntentId!;

    /// <summary>What Stripe has to tell so far, in order.</summary>
    public IReadOnlyList<Event> Events { get; set; } = [];

    /// <summary>What was delivered, in the order of sending.</summary>
    public IReadOnlyList<string> Delivered
    {
        get
        {
            lock (delivered)
            {
                return [.. delivered];
            }
        }
    }

    public void NoteDelivery(string line)
    {
        lock (delivered)
        {
            delivered.Add(line);
        }
    }
}
