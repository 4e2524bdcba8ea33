using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using ServiceDefaults;

namespace Billing.Customers;

/// <summary>Who a user is at Stripe.</summary>
internal sealed class Customer
{
    public const int StripeIdLengthMax = 255;

    public required string UserId { get; init; }

    /// <summary>Stripe's id, <c>cus_…</c>.</summary>
    public required string StripeCustomerId { get; init; }

    /// <summary>Counts the customers this user has had: one more each time Stripe forgot the last.</summary>
    public required int Generation { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When Stripe said that this customer was deleted: the user's next request makes another.</summary>
    public DateTimeOffset? DeletedAt { get; init; }
}

internal sealed class CustomerConfiguration : IEntityTypeConfiguration<Customer>
{
    public void Configure(EntityTypeBuilder<Customer> builder)
    {
        builder.ToTable("customers", table => table.HasCheckConstraint("ck_customers_generation", "generation > 0"));
        builder.HasKey(customer => customer.UserId);
        builder.Property(customer => customer.UserId).HasMaxLength(CurrentUser.UserIdLengthMax);
        builder.Property(customer => customer.StripeCustomerId).HasMaxLength(Customer.StripeIdLengthMax);
        builder.HasIndex(customer => customer.StripeCustomerId).IsUnique();
    }
}
