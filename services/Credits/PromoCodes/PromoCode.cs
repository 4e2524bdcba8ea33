using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Credits.PromoCodes;

/// <summary>A code that gives credits to whoever redeems it, within its limits.</summary>
internal sealed class PromoCode
{
    public const int CodeLengthMin = 4;
    public const int CodeLengthMax = 64;
    public const int DescriptionLengthMax = 200;

    public required Guid Id { get; init; }

    /// <summary>In upper case: codes are the same in any case.</summary>
    public required string Code { get; init; }

    /// <summary>SHA-256 of the code. Looked up by it, so that how long a lookup takes says nothing about how much of a guess was right.</summary>
    public required byte[] CodeHash { get; init; }

    /// <summary>Credits for each redemption.</summary>
    public required long Credits { get; init; }

    public string? Description { get; init; }

    public required DateTimeOffset StartsAt { get; init; }

    /// <summary>From this moment on (inclusive) it can't be redeemed; null for never.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Redemptions by all users together; null for any number.</summary>
    public int? RedemptionsMax { get; init; }

    public required int RedemptionsPerUserMax { get; init; }

    /// <summary>How long the granted credits live; null for ever.</summary>
    public int? CreditsExpireAfterDays { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>How often it was redeemed. Counted under the row's lock.</summary>
    public int Redemptions { get; set; }
}

/// <summary>One redemption of a code by a user.</summary>
internal sealed class PromoRedemption
{
    public required Guid PromoCodeId { get; init; }

    public required string UserId { get; init; }

    /// <summary>1 for a user's first, 2 for the second …</summary>
    public required int Number { get; init; }

    public required Guid GrantId { get; init; }

    public required DateTimeOffset RedeemedAt { get; init; }
}

/// <summary>A user's wrong guesses within the current window, counted for all replicas together.</summary>
internal sealed class PromoGuesses
{
    public required string UserId { get; init; }

    public required DateTimeOffset WindowStartedAt { get; set; }

    public int Failures { get; set; }
}

internal sealed class PromoCodeConfiguration
    : IEntityTypeConfiguration<PromoCode>, IEntityTypeConfiguration<PromoRedemption>, IEntityTypeConfiguration<PromoGuesses>
{
    public void Configure(EntityTypeBuilder<PromoCode> builder)
    {
        builder.ToTable("promo_codes", table =>
        {
            table.HasCheckConstraint("ck_promo_codes_credits_positive", "credits > 0");
            table.HasCheckConstraint("ck_promo_codes_redemptions_in_range", "redemptions >= 0 AND redemptions <= redemptions_max");
            table.HasCheckConstraint("ck_promo_codes_per_user_positive", "redemptions_per_user_max > 0");
        });
        builder.HasKey(code => code.Id);
        builder.Property(code => code.Code).HasMaxLength(PromoCode.CodeLengthMax);
        builder.Property(code => code.Description).HasMaxLength(PromoCode.DescriptionLengthMax);
        builder.Property(code => code.CreatedBy).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.HasIndex(code => code.CodeHash).IsUnique();
        builder.HasIndex(code => code.CreatedAt);
    }

    public void Configure(EntityTypeBuilder<PromoRedemption> builder)
    {
        builder.ToTable("promo_redemptions");
        builder.HasKey(redemption => new { redemption.PromoCodeId, redemption.UserId, redemption.Number });
        builder.Property(redemption => redemption.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.HasIndex(redemption => new { redemption.PromoCodeId, redemption.RedeemedAt });
        builder.HasOne<PromoCode>().WithMany().HasForeignKey(redemption => redemption.PromoCodeId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PromoGuesses> builder)
    {
        builder.ToTable("promo_guesses");
        builder.HasKey(guesses => guesses.UserId);
        builder.Property(guesses => guesses.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
    }
}
