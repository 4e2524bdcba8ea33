using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Reliability.IdempotencyKeys;

/// <summary>A request that a client may repeat, and its first answer once there is one. Written with SQL; see <see cref="IdempotencyStore"/>.</summary>
internal sealed class IdempotencyKey
{
    public const int KeyLengthMax = 255;
    public const int PrincipalLengthMax = 128;
    public const int ContentTypeLengthMax = 100;
    public const int LocationLengthMax = 500;

    /// <summary>The claim: the natural key of the effect, kept when another process takes the request over.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose key: two callers may choose the same one.</summary>
    public required string Principal { get; init; }

    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body.</summary>
    public required byte[] RequestHash { get; init; }

    /// <summary>Until then the request counts as running; after it, a repeat takes it over.</summary>
    public required DateTimeOffset LockedUntil { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    public short? ResponseStatus { get; init; }

    public string? ResponseContentType { get; init; }

    public string? ResponseLocation { get; init; }

    public byte[]? ResponseBody { get; init; }
}

internal sealed class IdempotencyKeyConfiguration : IEntityTypeConfiguration<IdempotencyKey>
{
    public void Configure(EntityTypeBuilder<IdempotencyKey> builder)
    {
        builder.ToTable("idempotency_keys");
        builder.HasKey(key => key.Id);
        builder.Property(key => key.Principal).HasMaxLength(IdempotencyKey.PrincipalLengthMax);
        builder.Property(key => key.Key).HasMaxLength(IdempotencyKey.KeyLengthMax);
        builder.Property(key => key.ResponseContentType).HasMaxLength(IdempotencyKey.ContentTypeLengthMax);
        builder.Property(key => key.ResponseLocation).HasMaxLength(IdempotencyKey.LocationLengthMax);
        builder.HasIndex(key => new { key.Principal, key.Key }).IsUnique();
        builder.HasIndex(key => key.ExpiresAt);
    }
}
