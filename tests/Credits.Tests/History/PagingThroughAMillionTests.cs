using Credits.Tests.Ledger;

namespace Credits.Tests.History;

/// <summary>Every page comes as fast as the first, and is the right one: which transaction has which number and type is known here.</summary>
[Collection(nameof(LargeLedger))]
public sealed class PagingThroughAMillionTests(LargeLedger ledger)
{
    private static readonly TimeSpan PageMax = TimeSpan.FromMilliseconds(100);

    [Theory]
    [InlineData("", 1_000_000)]
    [InlineData("&offset=900000", 100_000)]
    [InlineData("&offset=999990", 10)]
    [InlineData("&cursor=s500001", 500_000)]
    public async Task OfAllTypes(string query, long newest) =>
        await AssertPageAsync(query, LargeLedger.Transactions, Down(newest).Take(50));

    [Theory]
    [InlineData("&offset=0", 0)]
    [InlineData("&offset=998", 998)]
    [InlineData("&offset=999", 999)]
    [InlineData("&offset=1000", 1_000)]
    [InlineData("&offset=900000", 900_000)]
    [InlineData("&offset=998990", 998_990)]
    [InlineData("&offset=2000000", 2_000_000)]
    public async Task OfSpends_PassesThePurchasesInBetween(string query, int offset) =>
        await AssertPageAsync($"&type=spend{query}", LargeLedger.Spends, Down(1_000_000).Where(IsSpend).Skip(offset).Take(50));

    [Theory]
    [InlineData("", 0)]
    [InlineData("&offset=900", 900)]
    [InlineData("&offset=990", 990)]
    public async Task OfARarerType(string query, int offset) =>
        await AssertPageAsync(
            $"&type=purchase{query}", LargeLedger.Purchases, Down(1_000_000).Where(number => !IsSpend(number)).Skip(offset).Take(50));

    [Theory]
    [InlineData("", "&offset=100000")]
    [InlineData("spend", "&offset=100000")]
    [InlineData("purchase", "&offset=10")]
    [InlineData("spend", "")]
    public async Task OfATimeSpan_FromIsIncludedAndToIsNot(string type, string offset)
    {
        var span = $"&from={Time(200_000)}&to={Time(400_000)}";
        var expected = Down(399_999).TakeWhile(number => number >= 200_000)
            .Where(number => type is "" || IsSpend(number) == (type == "spend")).ToList();
        var skipped = offset.Length == 0 ? 0 : int.Parse(offset["&offset=".Length..], System.Globalization.CultureInfo.InvariantCulture);

        await AssertPageAsync($"{(type is "" ? "" : $"&type={type}")}{offset}{span}", expected.Count, expected.Skip(skipped).Take(50));
    }

    [Fact]
    public async Task ATypeThatIsNotThere_IsNotLookedForEverywhere() => await AssertPageAsync("&type=refund", 0, []);

    [Fact]
    public async Task ACursorThroughSpends_LosesAndRepeatsNone()
    {
        var seen = new List<long>();
        string? cursor = "s3002";
        while (cursor is not null)
        {
            var page = await ledger.Credits.HistoryOfAsync(LargeLedger.User, $"?type=spend&limit=100&cursor={cursor}");
            seen.AddRange(page.Transactions.Select(NumberOf));
            cursor = page.NextCursor;
        }
        Assert.Equal(Down(3_001).Where(IsSpend), seen);
    }

    private async Task AssertPageAsync(string query, long total, IEnumerable<long> expected)
    {
        var (page, fastest) = await ledger.PageAsync($"?limit=50{query}", PageMax);

        Assert.Equal(expected, page.Transactions.Select(NumberOf));
        Assert.Equal(total, page.Total);
        Assert.True(fastest < PageMax, $"{query} took {fastest.TotalMilliseconds} ms.");
    }

    private static IEnumerable<long> Down(long from)
    {
        for (var number = from; number > 0; number--)
        {
            yield return number;
        }
    }

    private static bool IsSpend(long number) => (number - 1) % LedgerInBulk.PurchaseEvery != 0;

    // The clock tells the number: they were booked a second apart.
    private static long NumberOf(TransactionView transaction) => (long)(transaction.CreatedAt - LargeLedger.Start).TotalSeconds + 1;

    private static string Time(long number) => LargeLedger.Start.AddSeconds(number - 1).UtcDateTime.ToString("o");
}
