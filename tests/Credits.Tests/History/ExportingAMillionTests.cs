using System.Buffers;
using Testing;

namespace Credits.Tests.History;

/// <summary>A long answer flows: it is never held in memory, and it stops when nobody takes it.</summary>
[Collection(nameof(LargeLedger))]
public sealed class ExportingAMillionTests(LargeLedger ledger)
{
    private const string History = "/api/v1/playground/credits/history";

    // All rows together are some 200 MB.
    private const long GrowthBytesMax = 40L * 1024 * 1024;

    [Theory]
    [InlineData(History, "text/csv", LargeLedger.Transactions + 1)]
    [InlineData("/api/v1/playground/credits/statement", "application/jsonl", LargeLedger.Transactions + 2)]
    public async Task ComesWhole_InConstantMemory(string path, string accept, int lines)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, seen, bytes) = (0L, 0, 0L);

        using var response = await StartAsync(path, accept);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        for (var reads = 0; await body.ReadAsync(buffer) is > 0 and var read; reads++)
        {
            seen += buffer.AsSpan(0, read).Count((byte)'\n');
            bytes += read;
            // What is alive, not what was collected since: a full collection now and then, or it would measure the collector's mood.
            most = reads % 1_000 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)) : most;
        }
        ArrayPool<byte>.Shared.Return(buffer);

        Assert.Equal(lines, seen);
        Assert.InRange(bytes, 150L * 1024 * 1024, long.MaxValue);
        Assert.InRange(most - before, long.MinValue, GrowthBytesMax);
    }

    [Fact]
    public async Task WhoHangsUp_StopsTheQuery()
    {
        using (var response = await StartAsync(History, "text/csv"))
        {
            await using var body = await response.Content.ReadAsStreamAsync();
            await body.ReadExactlyAsync(new byte[1_024]);
            Assert.Equal(1, await ExportsAsync());
        }

        await Eventually.Async(ExportsAsync, running => Assert.Equal(0, running));
    }

    private Task<long> ExportsAsync() => ledger.Credits.ScalarAsync<long>(
        """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'active' AND query LIKE '%ORDER BY sequence DESC' AND pid <> pg_backend_pid()
        """);

    private async Task<HttpResponseMessage> StartAsync(string path, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accept);
        var response = await ledger.Credits.ClientFor(LargeLedger.User).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return response;
    }
}
