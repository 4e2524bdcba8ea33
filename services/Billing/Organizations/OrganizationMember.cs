using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>What somebody may do in an organization, from least to most.</summary>
[JsonConverter(typeof(OrganizationRoleConverter))]
public enum OrganizationRole
{
    /// <summary>Belongs to it, and may leave.</summary>
    Member,

    /// <summary>Adds and removes members, but neither admins nor owners.</summary>
    Admin,

    /// <summary>Everything, and its verification. There is always one.</summary>
    Owner,
}

internal sealed class OrganizationRoleConverter()
    : JsonStringEnumConverter<OrganizationRole>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false);

/// <summary>Somebody's place in an organization.</summary>
internal sealed class OrganizationMember
{
    public required Guid OrganizationId { get; init; }

    public required string UserId { get; init; }

    public required OrganizationRole Role { get; set; }

    public required string AddedBy { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>The request that added them, when it carried an Idempotency-Key: a repeat finds it done.</summary>
    public Guid? IdempotencyClaimId { get; init; }

    /// <summary>What may be done to somebody of one role by somebody of another.</summary>
    public static bool MayChange(OrganizationRole actor, OrganizationRole other) =>
        actor == OrganizationRole.Owner || (actor == OrganizationRole.Admin && other == OrganizationRole.Member);
}

internal static class OrganizationRoleNames
{
    public const int LengthMax = 16;

    public static readonly string[] All = [.. Enum.GetValues<OrganizationRole>().Select(NameOf)];

    public static string NameOf(OrganizationRole role) => JsonNamingPolicy.SnakeCaseLower.ConvertName(role.ToString());

    public static OrganizationRole RoleOf(string name) => Enum.Parse<OrganizationRole>(name, ignoreCase: true);
}

internal sealed class OrganizationMemberConfiguration : IEntityTypeConfiguration<OrganizationMember>
{
    public void Configure(EntityTypeBuilder<OrganizationMember> builder)
    {
        builder.ToTable("organization_members", table => table.HasCheckConstraint(
            "ck_organization_members_role", $"role IN ('{string.Join("', '", OrganizationRoleNames.All)}')"));
        builder.HasKey(member => new { member.OrganizationId, member.UserId });
        builder.HasOne<Organization>().WithMany().HasForeignKey(member => member.OrganizationId).OnDelete(DeleteBehavior.Restrict);
        builder.Property(member => member.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(member => member.AddedBy).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(member => member.Role)
            .HasConversion(role => OrganizationRoleNames.NameOf(role), name => OrganizationRoleNames.RoleOf(name))
            .HasMaxLength(OrganizationRoleNames.LengthMax);
        builder.HasIndex(member => member.UserId);
    }
}
