using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Prices;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>What an invoice item can be made with and changed to: an amount, or a price and how many of it.</summary>
internal sealed record InvoiceItemParameters
{
    private const long AmountCentsMax = 99_999_999;
    private const int DescriptionLengthMax = 500;

    public required long? AmountCents { get; init; }
    public required long? UnitAmountCents { get; init; }
    public required PriceChoice? Price { get; init; }
    public required long? Quantity { get; init; }
    public required string? Currency { get; init; }
    public required Change<string> Description { get; init; }
    public required bool? IsDiscountable { get; init; }
    public required BillingPeriod? Period { get; init; }
    public required MetadataChange Metadata { get; init; }

    public static InvoiceItemParameters Read(Parameters parameters) => Read(parameters, ReadPrice(parameters));

    /// <summary>Reads an item whose price is named in another way.</summary>
    public static InvoiceItemParameters Read(Parameters parameters, PriceChoice? price)
    {
        parameters.Accept("tax_behavior", "tax_code");
        foreach (var name in (string[])["customer_account", "discounts", "tax_rates", "quantity_decimal", "invoicing_rules"])
        {
            if (parameters.Has(name))
            {
                throw StripeError.NotEmulated($"the parameter {name} of invoice items", name);
            }
        }

        return new InvoiceItemParameters
        {
            AmountCents = Amount(parameters.Integer("amount"), "amount"),
            UnitAmountCents = Amount(UnitAmount(parameters), "unit_amount_decimal"),
            Price = price,
            Quantity = parameters.Integer("quantity") switch
            {
                null => null,
                >= 0 and var quantity => quantity,
                _ => throw StripeError.InvalidParameter("Invalid non-negative integer", "quantity", "parameter_invalid_integer"),
            },
            Currency = AmountParameters.Currency(parameters),
            Description = parameters.TextChange("description", DescriptionLengthMax),
            IsDiscountable = parameters.Flag("discountable"),
            Period = ReadPeriod(parameters.Nested("period")),
            Metadata = parameters.Metadata(),
        };
    }

    /// <summary>The item with what was named.</summary>
    public InvoiceItem ApplyTo(InvoiceItem item, ItemAmount amount) => item with
    {
        AmountCents = amount.AmountCents,
        Price = amount.Price,
        Quantity = amount.Quantity,
        Description = Description.Or(item.Description),
        IsDiscountable = IsDiscountable ?? item.IsDiscountable,
        Period = Period ?? item.Period,
        Metadata = Metadata.ApplyWithinLimit(item.Metadata),
    };

    /// <summary>What it costs: a bare amount, so many of a price, or what it cost <paramref name="before"/>.</summary>
    public ItemAmount Cost(StripeState state, string currency, ItemAmount? before, bool keepsPrices = true)
    {
        if (AmountCents is { } amount)
        {
            return new ItemAmount(OneOffPrices.Find(state, amount, currency, keepsPrices), 1, amount);
        }

        var price = Price is not null ? OneTime(Price, state, keepsPrices)
            : UnitAmountCents is { } unit ? OneOffPrices.Find(state, unit, currency, keepsPrices)
            : before?.Price ?? throw StripeError.MissingParameter("amount");
        var quantity = Quantity ?? before?.Quantity ?? 1;
        return before is not null && price == before.Price && quantity == before.Quantity
            ? before
            : new ItemAmount(price, quantity, price.UnitAmountCents * quantity);
    }

    public static Price OneTime(PriceChoice choice, StripeState state, bool keeps) =>
        choice.Resolve(state, keeps) is { Recurrence: null } price
            ? price
            : throw StripeError.InvalidParameter(
                "The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.", choice.Parameter);

    /// <summary>Since basil a price is named inside <c>pricing</c>.</summary>
    private static PriceChoice? ReadPrice(Parameters parameters)
    {
        if (!parameters.Version.IsAtLeast(ApiVersion.Basil))
        {
            return PriceChoice.Read(parameters);
        }

        return parameters.Nested("pricing") is { } pricing
            ? PriceChoice.Named(pricing)
            : PriceChoice.Described(parameters);
    }

    private static long? UnitAmount(Parameters parameters)
    {
        var name = parameters.Version.IsAtLeast(ApiVersion.Basil) ? "unit_amount_decimal" : "unit_amount";
        return parameters.Text(name) is { } text && text.Contains('.', StringComparison.Ordinal)
            ? throw StripeError.NotEmulated("amounts below the smallest unit", name)
            : parameters.Integer(name);
    }

    private static long? Amount(long? amountCents, string name) => amountCents is null or (>= -AmountCentsMax and <= AmountCentsMax)
        ? amountCents
        : throw StripeError.InvalidParameter("Amount must be no more than $999,999.99", name, "amount_too_large");

    private static BillingPeriod? ReadPeriod(Parameters? period)
    {
        if (period is null)
        {
            return null;
        }

        var read = new BillingPeriod(period.RequiredInteger("start"), period.RequiredInteger("end"));
        return read.Start <= read.End
            ? read
            : throw StripeError.InvalidParameter("The end of a period can't be before its start.", period.NameOf("end"));
    }
}

/// <summary>So many of a price, and what they cost together.</summary>
internal sealed record ItemAmount(Price Price, long Quantity, long AmountCents);
