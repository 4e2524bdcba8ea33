using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Prices;

/// <summary>How much, in what currency, how often: what a price is made of wherever one is made.</summary>
internal sealed record PriceAmount(string Currency, long UnitAmountCents, Recurrence? Recurrence, string TaxBehavior)
{
    private const long UnitAmountCentsMax = 99_999_999;
    private const int IntervalCountMax = 365;
    private const int YearsMax = 3;

    public static PriceAmount Read(Parameters parameters)
    {
        parameters.RefuseUncovered("prices in several currencies", "currency_options");
        parameters.RefuseUncovered("amounts that the payer chooses", "custom_unit_amount");
        parameters.RefuseUncovered("prices by the package", "transform_quantity");
        if (parameters.OneOf("billing_scheme", "per_unit", "tiered") == "tiered")
        {
            throw StripeError.NotEmulated("tiered prices", parameters.NameOf("billing_scheme"));
        }

        parameters.RefuseUncovered("tiered prices", "tiers", "tiers_mode");
        parameters.RefuseUncovered("amounts below the smallest unit", "unit_amount_decimal");

        return new PriceAmount(
            AmountParameters.Currency(parameters) ?? throw StripeError.MissingParameter(parameters.NameOf("currency")),
            UnitAmount(parameters),
            parameters.Nested("recurring") is { } recurring ? ReadRecurrence(recurring) : null,
            parameters.OneOf("tax_behavior", "exclusive", "inclusive", "unspecified") ?? "unspecified");
    }

    public Price ToPrice(string productId, long now) => new()
    {
        Id = StripeIds.Stamped("price", now),
        Created = now,
        ProductId = productId,
        Currency = Currency,
        UnitAmountCents = UnitAmountCents,
        Recurrence = Recurrence,
        TaxBehavior = TaxBehavior,
    };

    private static long UnitAmount(Parameters parameters) => parameters.RequiredInteger("unit_amount") switch
    {
        < 0 => throw StripeError.InvalidParameter(
            "Invalid non-negative integer", parameters.NameOf("unit_amount"), "parameter_invalid_integer"),
        > UnitAmountCentsMax => throw StripeError.InvalidParameter(
            "Amount must be no more than $999,999.99", parameters.NameOf("unit_amount"), "amount_too_large"),
        var amount => amount,
    };

    private static Recurrence ReadRecurrence(Parameters recurring)
    {
        if (recurring.OneOf("usage_type", "licensed", "metered") == "metered" || recurring.Has("meter"))
        {
            throw StripeError.NotEmulated("metered prices", recurring.NameOf("usage_type"));
        }

        recurring.RequiredText("interval");
        var interval = recurring.OneOf("interval", "day", "week", "month", "year")!;
        var count = recurring.Integer("interval_count") ?? 1;
        var longest = interval switch
        {
            "day" => YearsMax * IntervalCountMax,
            "week" => YearsMax * 52,
            "month" => YearsMax * 12,
            _ => YearsMax,
        };
        return count >= 1 && count <= longest
            ? new Recurrence(interval, (int)count, (int?)recurring.Integer("trial_period_days"))
            : throw StripeError.InvalidParameter(
                $"Invalid interval_count: a price may recur at most every {YearsMax} years.", recurring.NameOf("interval_count"));
    }
}
