using System.Collections.Immutable;
using System.Globalization;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>
/// What a change in the middle of a period costs: the unused rest of what was paid comes back, the rest of what is new is
/// owed. Nothing is stored here.
/// </summary>
internal sealed class Prorations(StripeState state)
{
    /// <summary>The corrections for a change that counts from the moment <paramref name="at"/>.</summary>
    public ImmutableArray<InvoiceItem> Between(Subscription before, Subscription after, long at)
    {
        if (before.Status == SubscriptionStatus.Trialing)
        {
            return [];
        }

        // In a new period the new items are billed whole, by its own invoice.
        var isNewPeriod = before.Period != after.Period;
        return
        [
            .. before.Items.Where(item => isNewPeriod || !after.Items.Any(item.IsBilledAs)).Select(old => UnusedTime(before, old, at)),
            .. after.Items.Where(item => !isNewPeriod && !before.Items.Any(item.IsBilledAs)).Select(added => RemainingTime(after, added, at)),
        ];
    }

    /// <summary>What comes back when the subscription stops now.</summary>
    public ImmutableArray<InvoiceItem> UnusedTime(Subscription subscription, long at) =>
        subscription.Status == SubscriptionStatus.Trialing ? [] : [.. subscription.Items.Select(item => UnusedTime(subscription, item, at))];

    /// <summary>What is owed for the rest of the period when the subscription goes on now.</summary>
    public ImmutableArray<InvoiceItem> RemainingTime(Subscription subscription, long at) =>
        [.. subscription.Items.Select(item => RemainingTime(subscription, item, at))];

    private InvoiceItem UnusedTime(Subscription subscription, SubscriptionItem item, long at) =>
        Correction(subscription, item, -1, "Unused time on", at);

    private InvoiceItem RemainingTime(Subscription subscription, SubscriptionItem item, long at) =>
        Correction(subscription, item, 1, "Remaining time on", at);

    private InvoiceItem Correction(Subscription subscription, SubscriptionItem item, int sign, string kind, long at)
    {
        var day = DateTimeOffset.FromUnixTimeSeconds(at).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        var product = state.Products.Find(item.Price.ProductId)?.Name ?? item.Price.ProductId;
        return new InvoiceItem
        {
            Id = StripeIds.Stamped("ii", state.Now),
            Created = state.Now,
            CustomerId = subscription.CustomerId,
            SubscriptionId = subscription.Id,
            SubscriptionItemId = item.Id,
            Currency = subscription.Currency,
            AmountCents = sign * subscription.Period.ShareLeft(item.AmountCents, at),
            Description = $"{kind} {product} after {day}",
            Period = subscription.Period with { Start = Math.Min(at, subscription.Period.End) },
            Price = item.Price,
            Quantity = item.Quantity,
            IsProration = true,
            TestClockId = subscription.TestClockId,
        };
    }
}
