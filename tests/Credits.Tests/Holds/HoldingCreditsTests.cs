using System.Net;

namespace Credits.Tests.Holds;

public sealed class HoldingCreditsTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Holds = "/api/v1/playground/credits/holds";

    [Fact]
    public async Task ACaptureTakesWhatWasUsed_AndReturnsTheRest()
    {
        var user = await credits.UserWithAsync(purchased: 20);
        var hold = await HoldAsync(user, 15);
        var held = await credits.BalanceOfAsync(user);
        Assert.Equal((25, 15, 10), (held.Balance, held.Held, held.Available));

        using var capture = await PostAsync($"{Holds}/{hold}/capture", new { amount = 4 });

        var body = await Expect.BodyAsync<CaptureView>(capture, HttpStatusCode.OK);
        Assert.Equal((4, 11, 21), (body.Captured, body.Returned, body.BalanceAfter));
        var after = await credits.BalanceOfAsync(user);
        Assert.Equal((21, 0, 21), (after.Balance, after.Held, after.Available));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatIsHeld_CantBeSpentOrHeldAgain()
    {
        var user = await credits.UserWithAsync(purchased: 20);
        await HoldAsync(user, 15);

        using var spend = await credits.SpendAsync(user, 11);
        using var second = await PostAsync(Holds, new { userId = user, amount = 11 });

        await Expect.ProblemAsync(spend, HttpStatusCode.PaymentRequired, "insufficient_credits");
        var refusal = await Expect.ProblemAsync(second, HttpStatusCode.PaymentRequired, "insufficient_credits");
        Assert.Equal((11, 10), (refusal.Required, refusal.Available));
    }

    [Fact]
    public async Task MoreThanIsHeld_IsRefused_AndTheHoldStays()
    {
        var user = await credits.UserWithAsync();
        var hold = await HoldAsync(user, 3);

        using var capture = await PostAsync($"{Holds}/{hold}/capture", new { amount = 4 });

        await Expect.ProblemAsync(capture, HttpStatusCode.Conflict, "capture_exceeds_hold");
        Assert.Equal(3, (await credits.BalanceOfAsync(user)).Held);
    }

    [Fact]
    public async Task OfManyWhoSettleAHold_OneWins()
    {
        var user = await credits.UserWithAsync();
        var hold = await HoldAsync(user, 3);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(number =>
            PostAsync($"{Holds}/{hold}/{(number % 2 == 0 ? "capture" : "release")}", number % 2 == 0 ? new { amount = 2 } : null)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        var balance = await credits.BalanceOfAsync(user);
        Assert.Equal(0, balance.Held);
        Assert.Contains(balance.Balance, new long[] { 3, 5 });
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task AnUnknownHold_IsNotFound()
    {
        using var capture = await PostAsync($"{Holds}/{Guid.CreateVersion7()}/capture", new { amount = 1 });

        await Expect.ProblemAsync(capture, HttpStatusCode.NotFound, "hold_not_found");
    }

    [Fact]
    public async Task ARepeatUnderItsKey_GetsTheFirstAnswer()
    {
        var user = await credits.UserWithAsync();
        var hold = await HoldAsync(user, 3);

        using var first = await PostAsync($"{Holds}/{hold}/capture", new { amount = 2 }, $"capture-{hold}");
        using var second = await PostAsync($"{Holds}/{hold}/capture", new { amount = 2 }, $"capture-{hold}");

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal(3, (await credits.BalanceOfAsync(user)).Balance);
    }

    private async Task<Guid> HoldAsync(string user, long amount)
    {
        using var answer = await PostAsync(Holds, new { userId = user, amount, expiresInSeconds = 60 });
        return (await Expect.BodyAsync<HoldView>(answer, HttpStatusCode.Created)).HoldId;
    }

    private Task<HttpResponseMessage> PostAsync(string path, object? body, string? key = null) =>
        CreditsApplication.PostAsync(credits.Playground(), path, body, key);

    private sealed record HoldView(Guid HoldId, string Status);

    private sealed record CaptureView(long Captured, long Returned, long BalanceAfter);
}
