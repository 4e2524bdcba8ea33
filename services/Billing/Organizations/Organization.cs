using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>People who belong together. Once it is verified, they get the member price.</summary>
internal sealed class Organization
{
    public const int NameLengthMax = 120;

    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The client's request, when it carried an Idempotency-Key: a repeat finds this organization.</summary>
    public Guid? IdempotencyClaimId { get; init; }

    /// <summary>Since when an operator's word verifies it. Its subscription does so beside it; see <see cref="VerifiedOrganizations"/>.</summary>
    public DateTimeOffset? OperatorVerifiedAt { get; init; }

    /// <summary>When its last member was erased. Nobody sees it from then on.</summary>
    public DateTimeOffset? ClosedAt { get; init; }
}

internal sealed class OrganizationConfiguration : IEntityTypeConfiguration<Organization>
{
    public void Configure(EntityTypeBuilder<Organization> builder)
    {
        builder.ToTable("organizations");
        builder.HasKey(organization => organization.Id);
        builder.Property(organization => organization.Id).ValueGeneratedNever();
        builder.Property(organization => organization.Name).HasMaxLength(Organization.NameLengthMax);
        builder.Property(organization => organization.CreatedBy).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.HasIndex(organization => organization.IdempotencyClaimId).IsUnique();
        builder.HasIndex(organization => new { organization.CreatedAt, organization.Id }).IsDescending();
    }
}
