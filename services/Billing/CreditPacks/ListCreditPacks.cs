using Microsoft.AspNetCore.Http.HttpResults;

namespace Billing.CreditPacks;

/// <summary>GET /credits/packages: what is on sale.</summary>
internal static class ListCreditPacks
{
    public static void MapListCreditPacks(this RouteGroupBuilder credits) =>
        credits.MapGet("/packages", Handle)
            .WithName(nameof(ListCreditPacks))
            .WithSummary("The credit packs on sale, the smallest first.");

    private static Ok<CreditPacksResponse> Handle(CreditPackCatalogue catalogue)
    {
        var packs = catalogue.Packs;
        return TypedResults.Ok(new CreditPacksResponse([.. packs.Select(pack => CreditPackResponse.Of(pack, basePack: packs[0]))]));
    }
}

internal sealed record CreditPacksResponse(IReadOnlyList<CreditPackResponse> Packages);

internal sealed record CreditPackResponse(
    string Id,
    string Name,
    long Credits,
    long AmountCents,
    string Currency,
    decimal PricePerCredit,
    long BonusPercent,
    bool Popular,
    bool BestValue)
{
    public static CreditPackResponse Of(CreditPack pack, CreditPack basePack) => new(
        pack.Id, pack.Name, pack.Credits, pack.AmountCents, CreditPack.Currency,
        pack.PricePerCredit, pack.BonusPercentOver(basePack), pack.Popular, pack.BestValue);
}
