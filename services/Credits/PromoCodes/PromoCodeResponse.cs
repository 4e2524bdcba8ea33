namespace Credits.PromoCodes;

/// <summary>A code as an operator sees it.</summary>
/// <param name="DisabledAt">Since when it can't be redeemed because an operator said so; null while nobody did.</param>
/// <param name="Redemptions">How often it was redeemed.</param>
/// <param name="CreatedBy">The operator's id.</param>
internal sealed record PromoCodeResponse(
    Guid Id, string Code, long Credits, string? Description, DateTimeOffset StartsAt, DateTimeOffset? EndsAt, DateTimeOffset? DisabledAt,
    int Redemptions, int? RedemptionsMax, int RedemptionsPerUserMax, int? CreditsExpireAfterDays, string CreatedBy, DateTimeOffset CreatedAt)
{
    public static PromoCodeResponse Of(PromoCode code) => new(
        code.Id, code.Code, code.Credits, code.Description, code.StartsAt, code.EndsAt, code.DisabledAt,
        code.Redemptions, code.RedemptionsMax, code.RedemptionsPerUserMax, code.CreditsExpireAfterDays, code.CreatedBy, code.CreatedAt);
}
