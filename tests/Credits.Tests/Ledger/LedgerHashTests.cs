using System.Security.Cryptography;
using System.Text;
using Credits.Ledger;

namespace Credits.Tests.Ledger;

public sealed class LedgerHashTests
{
    private static readonly Guid Id = Guid.Parse("01960000-0000-7000-8000-000000000001");
    private static readonly Guid GrantId = Guid.Parse("01960000-0000-7000-8000-0000000000aa");

    private static readonly LedgerTransaction Transaction = new()
    {
        Id = Id,
        UserId = "übung",
        Sequence = 2,
        Amount = -3,
        BalanceAfter = 2,
        Type = "spend",
        Description = "",
        SessionId = "s",
        CreatedAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1230),
        GrantIds = [GrantId],
        GrantAmounts = [-3],
        Hash = LedgerHash.Genesis,
    };

    [Fact]
    public void IsWhatTheRecipeSays()
    {
        // Worked out by hand from the recipe: lengths are bytes, "ü" has two, an empty text is not an absent one.
        var canonical = "6:übung" + "1:2" + "36:01960000-0000-7000-8000-000000000001" + "2:-3" + "1:2" + "5:spend" + "0:" + "-" + "1:s" + "-" + "-"
            + "27:2026-11-01T12:00:00.000123Z" + "39:01960000-0000-7000-8000-0000000000aa=-3";
        byte[] content = [.. new byte[32], .. Encoding.UTF8.GetBytes(canonical)];

        Assert.Equal(SHA256.HashData(content), LedgerHash.Compute(LedgerHash.Genesis, Transaction));
    }

    [Fact]
    public void DoesNotDependOnTheOrderOfTheGrants()
    {
        var oneWay = Transaction with { GrantIds = [GrantId, Id], GrantAmounts = [-1, -2] };
        var theOther = Transaction with { GrantIds = [Id, GrantId], GrantAmounts = [-2, -1] };

        Assert.Equal(LedgerHash.Compute(LedgerHash.Genesis, oneWay), LedgerHash.Compute(LedgerHash.Genesis, theOther));
    }

    [Fact]
    public void ChangesWithEachField()
    {
        LedgerTransaction[] variants =
        [
            Transaction,
            Transaction with { UserId = "other" },
            Transaction with { Sequence = 3 },
            Transaction with { Id = GrantId },
            Transaction with { Amount = -4 },
            Transaction with { BalanceAfter = 3 },
            Transaction with { Type = "expire" },
            Transaction with { Description = null },
            Transaction with { Metadata = "{}" },
            Transaction with { SessionId = null },
            Transaction with { PurchaseId = Id },
            Transaction with { IdempotencyKey = "k" },
            Transaction with { CreatedAt = Transaction.CreatedAt.AddMicroseconds(1) },
            Transaction with { GrantIds = [Id] },
            Transaction with { GrantAmounts = [-4] },
        ];

        var hashes = variants.Select(variant => Convert.ToHexString(LedgerHash.Compute(LedgerHash.Genesis, variant))).ToList();

        Assert.Equal(hashes.Count, hashes.Distinct().Count());
    }
}
