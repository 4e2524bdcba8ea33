using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Erasure;

/// <summary>That a user's personal data is to be erased, who said so, and when it was done. Only the identity provider's id remains.</summary>
internal sealed class UserErasure
{
    public required string UserId { get; init; }

    /// <summary>The operator.</summary>
    public required string RequestedBy { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Null as long as something is still to be done at Stripe.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}

internal sealed class UserErasureConfiguration : IEntityTypeConfiguration<UserErasure>
{
    public void Configure(EntityTypeBuilder<UserErasure> builder)
    {
        builder.ToTable("user_erasures");
        builder.HasKey(erasure => erasure.UserId);
        builder.Property(erasure => erasure.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(erasure => erasure.RequestedBy).HasMaxLength(CurrentUser.UserIdLengthMax);
    }
}
