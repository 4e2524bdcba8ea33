using System.Collections.Immutable;
using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>One member of <c>items</c>: a new item, or a change of the one with the id.</summary>
internal sealed record ItemParameters(string? Id, PriceChoice? Price, long? Quantity, bool Deletes, MetadataChange Metadata, string Name)
{
    private const int ItemsMax = 20;
    private const long QuantityMax = 999_999;

    public static IReadOnlyList<ItemParameters> Read(Parameters parameters) =>
    [
        .. (parameters.NestedList("items", ItemsMax) ?? []).Select(member =>
        {
            member.Accept("clear_usage");
            return ReadOne(member) with { Id = member.Text("id"), Deletes = member.Flag("deleted") ?? false };
        }),
    ];

    /// <summary>What an item is, wherever that is said.</summary>
    public static ItemParameters ReadOne(Parameters member)
    {
        member.Accept("billing_thresholds", "tax_rates");
        foreach (var name in (string[])["current_trial", "discounts", "plan"])
        {
            if (member.Has(name))
            {
                throw StripeError.NotEmulated($"the parameter {name} of subscription items", member.NameOf(name));
            }
        }

        return new ItemParameters(
            Id: null, PriceChoice.Read(member), ReadQuantity(member), Deletes: false, member.Metadata(), member.NameOf("id"));
    }

    /// <summary>The items after the changes; all must recur together, in one currency.</summary>
    public static ImmutableArray<SubscriptionItem> ApplyTo(
        ImmutableArray<SubscriptionItem> current, IReadOnlyList<ItemParameters> changes, StripeState state, bool keepsPrices = true)
    {
        var items = changes.Aggregate(current, (items, change) => change.ApplyTo(items, state, keepsPrices));
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

    private ImmutableArray<SubscriptionItem> ApplyTo(ImmutableArray<SubscriptionItem> items, StripeState state, bool keepsPrices)
    {
        if (Id is null)
        {
            var price = Price?.Resolve(state, keepsPrices) ?? throw StripeError.MissingParameter("items[0][price]");
            return items.Add(new SubscriptionItem(
                StripeIds.SubscriptionItem(), state.Now, price, Quantity ?? 1, Metadata.ApplyWithinLimit(MetadataChange.Empty)));
        }

        var item = items.FirstOrDefault(known => known.Id == Id) ?? throw StripeError.NoSuch("subscription_item", Id, Name);
        return Deletes
            ? items.Remove(item)
            : items.Replace(item, item with
            {
                Price = Price?.Resolve(state, keepsPrices) ?? item.Price,
                Quantity = Quantity ?? item.Quantity,
                Metadata = Metadata.ApplyWithinLimit(item.Metadata),
            });
    }

    public static long? ReadQuantity(Parameters member) => member.Integer("quantity") switch
    {
        null => null,
        >= 0 and <= QuantityMax and var quantity => quantity,
        _ => throw StripeError.InvalidParameter("Invalid non-negative integer", member.NameOf("quantity"), "parameter_invalid_integer"),
    };
}
