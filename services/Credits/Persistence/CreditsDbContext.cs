using Credits.Holds;
using Credits.Ledger;
using Credits.PromoCodes;
using Credits.Refunds;
using Credits.Renewal;
using Microsoft.EntityFrameworkCore;
using Reliability;

namespace Credits.Persistence;

/// <summary>The ledger's tables. Reads go through it; what changes a balance goes through <see cref="LedgerWriter"/>.</summary>
internal sealed class CreditsDbContext(DbContextOptions<CreditsDbContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<LedgerTransaction> Transactions => Set<LedgerTransaction>();

    public DbSet<Hold> Holds => Set<Hold>();

    public DbSet<Payment> Payments => Set<Payment>();

    public DbSet<PaymentFact> PaymentFacts => Set<PaymentFact>();

    public DbSet<Clawback> Clawbacks => Set<Clawback>();

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<SubscriptionPeriod> SubscriptionPeriods => Set<SubscriptionPeriod>();

    public DbSet<PromoCode> PromoCodes => Set<PromoCode>();

    public DbSet<PromoRedemption> PromoRedemptions => Set<PromoRedemption>();

    public DbSet<PromoGuesses> PromoGuesses => Set<PromoGuesses>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CreditsDbContext).Assembly);
        modelBuilder.ApplyReliability();
    }
}
