using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Prices;

/// <summary>GET /v1/prices.</summary>
internal static class ListPrices
{
    private const int LookupKeysMax = 10;

    public static void MapListPrices(this StripeRoutes api) =>
        api.MapList("/v1/prices", ObjectNames.Price, Filter, state => state.Prices);

    private static ListFilter<Price> Filter(Parameters parameters)
    {
        var isActive = parameters.Flag("active");
        var currency = parameters.Text("currency");
        var type = parameters.OneOf("type", "one_time", "recurring");
        var lookupKeys = parameters.List("lookup_keys", LookupKeysMax);
        var recurring = parameters.Nested("recurring");
        recurring?.Accept("usage_type", "meter");
        var interval = recurring?.OneOf("interval", "day", "week", "month", "year");
        return new(Group: parameters.Text("product"), (_, price) =>
            (isActive is null || price.IsActive == isActive)
            && (currency is null || price.Currency == currency)
            && (type is null || price.TypeName == type)
            && (interval is null || price.Recurrence?.Interval == interval)
            && (lookupKeys is null || (price.LookupKey is { } key && lookupKeys.Value.Contains(key))));
    }
}
