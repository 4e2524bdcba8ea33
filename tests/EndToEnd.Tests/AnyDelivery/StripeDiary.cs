using System.Collections.Concurrent;
using StripeEmulator.State;
using WebhookIngress.Translation;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>All events that an endpoint of the product would be sent, customer by customer, in the order in which they happened.</summary>
internal sealed class StripeDiary
{
    private readonly StripeState state;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Event>> events = new(StringComparer.Ordinal);

    public StripeDiary(StripeState state)
    {
        this.state = state;
        state.DeliveryWanted += (recorded, _) => Note(recorded);
    }

    public IReadOnlyList<Event> Of(string customerId) => events.TryGetValue(customerId, out var known) ? [.. known] : [];

    private void Note(Event recorded)
    {
        if (EventTranslation.HandledTypes.Contains(recorded.Type) && CustomerOf(recorded.Subject) is { } customerId)
        {
            events.GetOrAdd(customerId, _ => new ConcurrentQueue<Event>()).Enqueue(recorded);
        }
    }

    private string? CustomerOf(StripeResource subject) => subject switch
    {
        Customer customer => customer.Id,
        PaymentIntent payment => payment.CustomerId,
        Charge charge => charge.CustomerId,
        CheckoutSession session => session.CustomerId,
        Subscription subscription => subscription.CustomerId,
        Invoice invoice => invoice.CustomerId,
        Dispute dispute => state.PaymentIntents.Find(dispute.PaymentIntentId)?.CustomerId,
        _ => throw new NotSupportedException($"Whose is a {subject.ObjectName}?"),
    };
}
