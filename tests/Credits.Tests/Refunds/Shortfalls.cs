using System.Net.Http.Json;
using Testing;

namespace Credits.Tests.Refunds;

/// <summary>The words in which scenarios tell of refunded credits that were already spent.</summary>
internal static class Shortfalls
{
    private const string Path = "/api/v1/admin/credits/shortfalls";

    public static async Task<PageView<ShortfallView>> ShortfallsAsync(this CreditsApplication credits, string query) =>
        (await credits.Operator().GetFromJsonAsync<PageView<ShortfallView>>($"{Path}?{query}"))!;

    /// <summary>Buys 100 credits, spends 85 of the 105 (the welcome bonus first, then 80 of the pack), and is refunded in full.</summary>
    public static async Task<string> RefundedSpenderAsync(this CreditsApplication credits, string user)
    {
        var payment = $"pi_{Guid.CreateVersion7():n}";
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 100, payment));
        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(105, balance.Balance));
        using var spend = await credits.SpendAsync(user, 85);
        await credits.PublishAsync(Messages.Refunded(payment, 1_000, 0));
        await Eventually.Async(() => credits.BalanceOfAsync(user), balance => Assert.Equal(0, balance.Balance));
        return payment;
    }
}

internal sealed record ShortfallView(
    string PaymentIntentId, string UserId, Guid? PurchaseId, long TargetCredits, long TakenCredits, long ShortfallCredits, bool IsDebt);
