using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;
using Reliability;

namespace Billing.Persistence;

/// <summary>The service's tables. Each entity's configuration sits beside it, in its slice.</summary>
internal sealed class BillingDbContext(DbContextOptions<BillingDbContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(BillingDbContext).Assembly);
        modelBuilder.ApplyReliability();
    }
}

/// <summary>Lets <c>dotnet ef migrations add</c> work without a configured service; it never connects.</summary>
internal sealed class BillingDesignTimeFactory : IDesignTimeDbContextFactory<BillingDbContext>
{
    public BillingDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<BillingDbContext>();
        options.UsePostgres(NpgsqlDataSource.Create("Host=localhost;Database=billing"));
        return new BillingDbContext(options.Options);
    }
}
