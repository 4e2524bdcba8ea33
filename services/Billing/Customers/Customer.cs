using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Customers;

/// <summary>Who a user or an organization is at Stripe.</summary>
internal sealed class Customer
{
    public const int StripeIdLengthMax = 255;

    /// <summary>Made by the database.</summary>
    public Guid Id { get; init; }

    /// <summary>Null for an organization's.</summary>
    public string? UserId { get; init; }

    /// <summary>Null for a user's.</summary>
    public Guid? OrganizationId { get; init; }

    /// <summary>Stripe's id, <c>cus_…</c>.</summary>
    public required string StripeCustomerId { get; init; }

    /// <summary>Counts the customers this payer has had: one more each time Stripe forgot the last.</summary>
    public required int Generation { get; init; }

    /// <summary>Of the e-mail address that Stripe was last told; see <see cref="CustomerEmail"/>.</summary>
    public byte[]? EmailHash { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When Stripe said that this customer was deleted: the payer's next request makes another.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>When its personal data was erased. What Stripe still tells of it is kept without.</summary>
    public DateTimeOffset? ErasedAt { get; init; }
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("customers", table =>
        {
            table.HasCheckConstraint("ck_customers_generation", "generation > 0");
            table.HasCheckConstraint("ck_customers_payer", "num_nonnulls(user_id, organization_id) = 1");
        });
        builder.HasKey(customer => customer.Id);
        builder.Property(customer => customer.Id).HasDefaultValueSql("gen_random_uuid()");
        builder.Property(customer => customer.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(customer => customer.StripeCustomerId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.HasIndex(customer => customer.UserId).IsUnique();
        builder.HasIndex(customer => customer.OrganizationId).IsUnique();
        builder.HasIndex(customer => customer.StripeCustomerId).IsUnique();
    }
}

internal static class CustomerOfPayer
{
    public static IQueryable<Customer> Of(this IQueryable<Customer> customers, Payer payer) => payer.OrganizationId is { } organizationId
        ? customers.Where(customer => customer.OrganizationId == organizationId)
        : customers.Where(customer => customer.UserId == payer.UserId);
}
