using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>What an operator decided about an organization, and why. Only ever added.</summary>
internal sealed class VerificationDecision
{
    public const int ReasonLengthMax = 500;
    public const int KindLengthMax = 16;
    public const string Verified = "verified";
    public const string Withdrawn = "withdrawn";

    public required Guid Id { get; init; }

    public required Guid OrganizationId { get; init; }

    /// <summary><see cref="Verified"/> or <see cref="Withdrawn"/>.</summary>
    public required string Kind { get; init; }

    public required string OperatorId { get; init; }

    public required string Reason { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }
}

internal sealed class VerificationDecisionConfiguration : IEntityTypeConfiguration<VerificationDecision>
{
    public void Configure(EntityTypeBuilder<VerificationDecision> builder)
    {
        builder.ToTable("verification_decisions", table => table.HasCheckConstraint(
            "ck_verification_decisions_kind", $"kind IN ('{VerificationDecision.Verified}', '{VerificationDecision.Withdrawn}')"));
        builder.HasKey(decision => decision.Id);
        builder.Property(decision => decision.Id).ValueGeneratedNever();
        builder.HasOne<Organization>().WithMany().HasForeignKey(decision => decision.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(decision => decision.Kind).HasMaxLength(VerificationDecision.KindLengthMax);
        builder.Property(decision => decision.OperatorId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(decision => decision.Reason).HasMaxLength(VerificationDecision.ReasonLengthMax);
        builder.HasIndex(decision => new { decision.OrganizationId, decision.DecidedAt });
    }
}
