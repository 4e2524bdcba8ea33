using Credits.Ledger;
using Microsoft.EntityFrameworkCore;
using Reliability;

namespace Credits.Persistence;

/// <summary>The ledger's tables. Reads go through it; what changes a balance goes through <see cref="LedgerWriter"/>.</summary>
internal sealed class CreditsDbContext(DbContextOptions<CreditsDbContext> options) : DbContext(options)
{
    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<Grant> Grants => Set<Grant>();

    public DbSet<LedgerTransaction> Transactions => Set<LedgerTransaction>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(CreditsDbContext).Assembly);
        modelBuilder.ApplyReliability();
    }
}
