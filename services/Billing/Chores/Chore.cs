using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Billing.Chores;

/// <summary>Something owed to Stripe: decided here, and tried until Stripe has done it, across crashes and outages.</summary>
internal sealed class Chore
{
    public const int KindLengthMax = 32;
    public const int SubjectLengthMax = 255;

    public required Guid Id { get; init; }

    /// <summary>One of <see cref="ChoreKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is about. One thing has one chore of a kind.</summary>
    public required string Subject { get; init; }

    public required int Attempts { get; init; }

    /// <summary>When it is tried next. Set before each try, so that one that dies is taken up again.</summary>
    public required DateTimeOffset NextAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Under which this try asks Stripe. The next try asks how things are first, and what it then asks for may be something else.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"chore:{Id:N}:{Attempts}");
}

internal static class ChoreKinds
{
    public const string PriceMove = "price_move";
    public const string Erasure = "erasure";
    public const string EndVerification = "end_verification";
}

internal sealed class ChoreConfiguration : IEntityTypeConfiguration<Chore>
{
    public void Configure(EntityTypeBuilder<Chore> builder)
    {
        builder.ToTable("chores", table => table.HasCheckConstraint("ck_chores_attempts", "attempts >= 0"));
        builder.HasKey(chore => chore.Id);
        builder.Property(chore => chore.Id).ValueGeneratedNever();
        builder.Property(chore => chore.Kind).HasMaxLength(Chore.KindLengthMax);
        builder.Property(chore => chore.Subject).HasMaxLength(Chore.SubjectLengthMax);
        builder.HasIndex(chore => new { chore.Kind, chore.Subject }).IsUnique();
        builder.HasIndex(chore => chore.NextAt);
        builder.Ignore(chore => chore.Key);
    }
}
