using System.Diagnostics;
using Npgsql;
using Credits.Ledger;
using Xunit.Abstractions;
namespace Credits.Tests.Ledger;
public sealed class ScratchTests(ITestOutputHelper output)
{
    private static readonly string Connection = Environment.GetEnvironmentVariable("SCRATCH_DB")!;
    [Fact]
    public async Task Fill()
    {
        var watch = Stopwatch.StartNew();
        var users = Environment.GetEnvironmentVariable("SCRATCH_USERS")!;
        var list = users.StartsWith("many") ? Enumerable.Range(0, int.Parse(users[4..])).Select(n => $"many-{n}").ToArray() : new[] { users };
        await new LedgerInBulk(Connection, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)).BookAsync(list, int.Parse(Environment.GetEnvironmentVariable("SCRATCH_COUNT")!));
        output.WriteLine($"{watch.Elapsed}");
    }
    [Fact]
    public async Task Verify()
    {
        var watch = Stopwatch.StartNew();
        await using var source = NpgsqlDataSource.Create(Connection);
        var result = await new LedgerVerifier(source).VerifyAsync(f => output.WriteLine(f.ToString()), CancellationToken.None);
        output.WriteLine($"{watch.Elapsed} {result}, peak {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB");
    }
}
