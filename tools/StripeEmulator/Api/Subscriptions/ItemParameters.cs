using System.Collections.Immutable;
using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>One member of <c>items</c>: a new item, or a change of the one with the id.</summary>
internal sealed record ItemParameters(string? Id, PriceChoice? Price, long? Quantity, bool Deletes, MetadataChange Metadata, string Name)
{
    private const int ItemsMax = 20;

    public static IReadOnlyList<ItemParameters> Read(Parameters parameters) =>
    [
        .. (parameters.NestedList("items", ItemsMax) ?? []).Select(member =>
        {
            member.Accept("billing_thresholds", "tax_rates", "clear_usage");
            return new ItemParameters(
                member.Text("id"),
                PriceChoice.Read(member),
                member.Integer("quantity"),
                member.Flag("deleted") ?? false,
                member.Metadata(),
                member.NameOf("id"));
        }),
    ];

    /// <summary>The items after the changes; all must recur together, in one currency.</summary>
    public static ImmutableArray<SubscriptionItem> ApplyTo(
        ImmutableArray<SubscriptionItem> current, IReadOnlyList<ItemParameters> changes, StripeState state)
    {
        var items = changes.Aggregate(current, (items, change) => change.ApplyTo(items, state));
        if (items.IsEmpty)
        {
            throw StripeError.InvalidParameter("A subscription must have at least one active plan.", "items");
        }

        foreach (var item in items)
        {
            if (item.Price.Recurrence is not { } recurrence)
            {
                throw StripeError.InvalidParameter("The price specified is set to `type=one_time` but this field only accepts prices "
                    + "with `type=recurring`.", "items");
            }

            var first = items[0].Price;
            if (item.Price.Currency != first.Currency
                || (recurrence.Interval, recurrence.Count) != (first.Recurrence!.Interval, first.Recurrence.Count))
            {
                throw StripeError.NotEmulated("items of one subscription with different currencies or intervals", "items");
            }
        }

        return items;
    }

    private ImmutableArray<SubscriptionItem> ApplyTo(ImmutableArray<SubscriptionItem> items, StripeState state)
    {
        if (Id is null)
        {
            var price = Price?.Resolve(state) ?? throw StripeError.MissingParameter("items[0][price]");
            return items.Add(new SubscriptionItem(
                StripeIds.SubscriptionItem(), state.Now, price, Quantity ?? 1, Metadata.ApplyWithinLimit(MetadataChange.Empty)));
        }

        var item = items.FirstOrDefault(known => known.Id == Id) ?? throw StripeError.NoSuch("subscription_item", Id, Name);
        return Deletes
            ? items.Remove(item)
            : items.Replace(item, item with
            {
                Price = Price?.Resolve(state) ?? item.Price,
                Quantity = Quantity ?? item.Quantity,
                Metadata = Metadata.ApplyWithinLimit(item.Metadata),
            });
    }
}
