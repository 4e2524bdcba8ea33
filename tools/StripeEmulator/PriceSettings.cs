using System.Collections.Immutable;
using StripeEmulator.State;

namespace StripeEmulator;

/// <summary>Monthly prices that are there from the start, under ids that services can be configured with before.</summary>
internal static class PriceSettings
{
    private const string Section = "Prices";
    private const int PricesMax = 20;
    private const int AmountCentsMax = 99_999_999;

    public static ImmutableArray<Price> Read(IConfiguration configuration)
    {
        var numbered = configuration.GetSection(Section).GetChildren().Where(child => int.TryParse(child.Key, out _)).ToList();
        return numbered.Count <= PricesMax
            ? [.. numbered.Select(child => Read(configuration, $"{Section}:{child.Key}"))]
            : throw new SettingException(Section, $"may hold at most {PricesMax} prices");
    }

    /// <summary>What a configured price is for: the catalogue has a product of its own for each.</summary>
    public static Product ProductOf(Price price) => new()
    {
        Id = price.ProductId,
        Created = price.Created,
        Updated = price.Created,
        Name = price.Nickname ?? price.Id,
    };

    private static Price Read(IConfiguration configuration, string name)
    {
        var id = configuration.Text($"{name}:Id") is { } text && text.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            ? text
            : throw new SettingException($"{name}:Id".Replace(":", "__", StringComparison.Ordinal), "must be an id such as price_plus");
        return new Price
        {
            Id = id,
            Created = 0,
            ProductId = $"prod_of_{id}",
            Currency = "usd",
            UnitAmountCents = configuration.Number($"{name}:AmountCents", fallback: 500, min: 0, max: AmountCentsMax),
            Recurrence = new Recurrence("month", 1, TrialDays: null),
            Nickname = configuration.Text($"{name}:Name"),
        };
    }
}
