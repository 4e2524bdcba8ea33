using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;
using Reliability;

namespace Credits.Persistence;

/// <summary>For <c>dotnet ef</c>, which makes migrations from the model alone and connects to nothing.</summary>
internal sealed class CreditsDbContextFactory : IDesignTimeDbContextFactory<CreditsDbContext>
{
    public CreditsDbContext CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<CreditsDbContext>();
        options.UsePostgres(NpgsqlDataSource.Create("Host=127.0.0.1"));
        return new CreditsDbContext(options.Options);
    }
}
