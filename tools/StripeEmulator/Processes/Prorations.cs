using System.Globalization;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>
/// What a change in the middle of a period costs: the unused rest of what was paid comes back, the rest of what is new is
/// owed. Both wait as invoice items.
/// </summary>
internal sealed class Prorations(StripeState state)
{
    public void Add(Subscription before, Subscription after, EventCause cause)
    {
        if (before.Status == SubscriptionStatus.Trialing)
        {
            return;
        }

        var isNewPeriod = before.Period != after.Period;
        foreach (var old in before.Items.Where(item => isNewPeriod || !after.Items.Any(item.IsBilledAs)))
        {
            Add(before, old, -1, "Unused time on", cause);
        }

        // In a new period the new items are billed whole, by its own invoice.
        foreach (var added in after.Items.Where(item => !isNewPeriod && !before.Items.Any(item.IsBilledAs)))
        {
            Add(after, added, 1, "Remaining time on", cause);
        }
    }

    private void Add(Subscription subscription, SubscriptionItem item, int sign, string kind, EventCause cause)
    {
        var day = DateTimeOffset.FromUnixTimeSeconds(state.Now).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        var product = state.Products.Find(item.Price.ProductId)?.Name ?? item.Price.ProductId;
        var pending = state.InvoiceItems.Put(new InvoiceItem
        {
            Id = StripeIds.Stamped("ii", state.Now),
            Created = state.Now,
            CustomerId = subscription.CustomerId,
            SubscriptionId = subscription.Id,
            SubscriptionItemId = item.Id,
            Currency = subscription.Currency,
            AmountCents = sign * subscription.Period.ShareLeft(item.AmountCents, state.Now),
            Description = $"{kind} {product} after {day}",
            Period = subscription.Period with { Start = state.Now },
            Price = item.Price,
            Quantity = item.Quantity,
            IsProration = true,
        });
        state.Record(EventTypes.InvoiceItemCreated, pending, cause);
    }
}
