using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Billing.CreditPacks;

/// <summary>The packs on sale, by their id. Section <c>CreditPacks</c>.</summary>
/// <remarks><c>CreditPacks:Packs:small:AmountCents</c> changes one price and leaves the rest as it is.</remarks>
public sealed class CreditPackOptions
{
    public const string SectionName = "CreditPacks";

    /// <summary>Packs by id. What is configured changes or adds to these; a pack leaves the shop by <c>Offered=false</c>.</summary>
    public Dictionary<string, CreditPackOption> Packs { get; } = new(StringComparer.Ordinal)
    {
        ["small"] = new() { Name = "Small", Credits = 100, AmountCents = 500 },
        ["medium"] = new() { Name = "Medium", Credits = 250, AmountCents = 1_000, Popular = true },
        ["large"] = new() { Name = "Large", Credits = 600, AmountCents = 2_000, BestValue = true },
    };
}

/// <summary>One pack.</summary>
public sealed class CreditPackOption
{
    // Stripe's own bounds for a charge in US dollars.
    private const int AmountCentsMin = 50;
    private const int AmountCentsMax = 99_999_999;

    /// <summary>What a buyer reads.</summary>
    [Required, StringLength(50, MinimumLength = 1)]
    public string Name { get; set; } = "";

    /// <summary>Credits in the pack.</summary>
    [Range(1, 10_000_000)]
    public long Credits { get; set; }

    /// <summary>The price in cents.</summary>
    [Range(AmountCentsMin, AmountCentsMax)]
    public long AmountCents { get; set; }

    /// <summary>Marked as the one that most people take.</summary>
    public bool Popular { get; set; }

    /// <summary>Marked as the one with the most credits for the money.</summary>
    public bool BestValue { get; set; }

    /// <summary>False takes the pack out of the shop; purchases already started go on.</summary>
    public bool Offered { get; set; } = true;
}

/// <summary>Refuses a shop that could not sell, and names the setting.</summary>
internal sealed partial class CreditPackOptionsValidation : IValidateOptions<CreditPackOptions>
{
    private const int PacksMax = 20;

    public ValidateOptionsResult Validate(string? name, CreditPackOptions options)
    {
        var failures = options.Packs.SelectMany(pack => FailuresOf(pack.Key, pack.Value)).ToList();
        if (options.Packs.Count > PacksMax)
        {
            failures.Add($"{CreditPackOptions.SectionName}:Packs holds more than {PacksMax} packs.");
        }
        if (!options.Packs.Values.Any(pack => pack.Offered))
        {
            failures.Add($"{CreditPackOptions.SectionName}:Packs offers no pack at all.");
        }
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> FailuresOf(string id, CreditPackOption pack)
    {
        var setting = $"{CreditPackOptions.SectionName}:Packs:{id}";
        if (!IdPattern().IsMatch(id))
        {
            yield return $"{setting}: a pack's id has 1 to {CreditPack.IdLengthMax} lower-case letters, digits, '-' or '_'.";
        }
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(pack, new ValidationContext(pack), results, validateAllProperties: true);
        foreach (var result in results)
        {
            yield return $"{setting}:{string.Join(',', result.MemberNames)}: {result.ErrorMessage}";
        }
    }

    [GeneratedRegex("^[a-z0-9_-]{1,32}$")]
    private static partial Regex IdPattern();
}
