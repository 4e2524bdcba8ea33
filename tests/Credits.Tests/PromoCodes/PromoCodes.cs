using System.Net;
using System.Net.Http.Json;

namespace Credits.Tests.PromoCodes;

/// <summary>The words in which scenarios tell of promo codes.</summary>
internal static class PromoCodes
{
    public const string Admin = "/api/v1/admin/credits/promo-codes";
    public const string Redeem = "/api/v1/playground/credits/redeem";

    public static string NewCode() => $"T{Guid.CreateVersion7():n}".ToUpperInvariant();

    /// <summary>A code for 20 credits and whatever else the body says.</summary>
    public static async Task<PromoCodeView> PromoCodeAsync(this CreditsApplication credits, object? body = null)
    {
        using var response = await CreditsApplication.PostAsync(credits.Operator(), Admin, body ?? new { credits = 20 });
        return await Expect.BodyAsync<PromoCodeView>(response, HttpStatusCode.Created);
    }

    public static Task<HttpResponseMessage> RedeemAsync(
        this CreditsApplication credits, string user, string code, string? idempotencyKey = null) =>
        CreditsApplication.PostAsync(credits.ClientFor(user), Redeem, new { code }, idempotencyKey);

    public static async Task<PromoCodeView> PromoCodeAsync(this CreditsApplication credits, Guid id)
    {
        var page = await credits.Operator().GetFromJsonAsync<PageView<PromoCodeView>>($"{Admin}?limit=100");
        return page!.Items.Single(code => code.Id == id);
    }
}

internal sealed record PromoCodeView(
    Guid Id, string Code, long Credits, string? Description, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, DateTimeOffset? DisabledAt,
    int Redemptions, int? RedemptionsMax, int RedemptionsPerUserMax, int? CreditsExpireAfterDays, string CreatedBy, DateTimeOffset CreatedAt);

internal sealed record RedeemView(string Code, Guid GrantId, long Credits, DateTimeOffset? ExpiresAt, long BalanceAfter);

internal sealed record RedemptionView(string UserId, int Number, Guid GrantId, DateTimeOffset RedeemedAt);
