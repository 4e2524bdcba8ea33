using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Billing.CreditPacks;

/// <summary>The packs on sale, the smallest first.</summary>
internal sealed class CreditPackCatalogue(IOptions<CreditPackOptions> options)
{
    public IReadOnlyList<CreditPack> Packs { get; } =
    [
        .. options.Value.Packs
            .Where(pack => pack.Value.Offered)
            .Select(pack => new CreditPack(
                pack.Key, pack.Value.Name, pack.Value.Credits, pack.Value.AmountCents, pack.Value.Popular, pack.Value.BestValue))
            .OrderBy(pack => pack.Credits)
            .ThenBy(pack => pack.Id, StringComparer.Ordinal),
    ];

    public CreditPack? Find(string id) => Packs.FirstOrDefault(pack => pack.Id == id);

    public ProblemHttpResult PackageUnknown() => Problems.Of(
        StatusCodes.Status400BadRequest, ErrorCodes.PackageUnknown,
        $"There is no such package. On sale are: {string.Join(", ", Packs.Select(pack => pack.Id))}.");
}

internal static class CreditPacksSetup
{
    public static void AddCreditPacks(this IServiceCollection services)
    {
        services.AddOptions<CreditPackOptions>().BindConfiguration(CreditPackOptions.SectionName).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CreditPackOptions>, CreditPackOptionsValidation>();
        services.AddSingleton<CreditPackCatalogue>();
    }
}
