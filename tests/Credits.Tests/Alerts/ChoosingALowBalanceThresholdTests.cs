using System.Net;
using System.Net.Http.Json;
using Testing;

namespace Credits.Tests.Alerts;

public sealed class ChoosingALowBalanceThresholdTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Alerts = "/api/v1/playground/credits/alerts";

    [Fact]
    public async Task ItIsTheServicesDefault_UntilTheUserSaysOtherwise_AndAgainWhenTheyClearIt()
    {
        var user = CreditsApplication.NewUser();
        Assert.Equal(new AlertsView(null, 10), await ReadAsync(user));

        Assert.Equal(new AlertsView(25, 25), await SetAsync(user, 25));
        Assert.Equal(new AlertsView(25, 25), await ReadAsync(user));
        Assert.Equal(new AlertsView(0, 0), await SetAsync(user, 0));

        Assert.Equal(new AlertsView(null, 10), await SetAsync(user, null));
        Assert.Equal(new AlertsView(null, 10), await ReadAsync(user));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Fact]
    public async Task WhatAChangeMeans_IsToldAtOnce_AndOnce()
    {
        await using var announcements = await Announcements.ListenAsync(credits.Broker.Uri);
        var user = await credits.UserWithAsync(purchased: 45);

        await SetAsync(user, 50);
        await SetAsync(user, 60);
        await SetAsync(user, 49);

        // An account opens low: five credits of welcome are below ten, which is no news. What was bought then made it suffice.
        await Eventually.Async(() => announcements.OfAsync(user), told => Assert.Equal(
            [("BalanceRecovered", 50, 10), ("BalanceLow", 50, 50), ("BalanceRecovered", 50, 49)], Told(told)));
    }

    [Fact]
    public async Task ASpend_IsJudgedByTheUsersOwnThreshold()
    {
        await using var announcements = await Announcements.ListenAsync(credits.Broker.Uri);
        var user = await credits.UserWithAsync(purchased: 45);
        await SetAsync(user, 30);

        using var above = await credits.SpendAsync(user, 19);
        using var at = await credits.SpendAsync(user, 1);
        using var below = await credits.SpendAsync(user, 1);
        using var last = await credits.SpendAsync(user, 29);

        await Eventually.Async(() => announcements.OfAsync(user), told => Assert.Equal(
            [("BalanceRecovered", 50, 10), ("BalanceLow", 30, 30), ("BalanceExhausted", 0, null)], Told(told)));
        await credits.AssertLedgerIsSoundAsync();
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000_001)]
    public async Task AThresholdThatMakesNoSense_IsRefused(long threshold)
    {
        using var response = await credits.ClientFor(CreditsApplication.NewUser()).PutAsJsonAsync(Alerts, new { threshold });

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest, "validation_failed");
    }

    private static IEnumerable<(string, long, long?)> Told(List<Announcement> told) =>
        told.Select(announcement => (announcement.Name, announcement.Available, announcement.Threshold));

    private async Task<AlertsView> ReadAsync(string user) => (await credits.ClientFor(user).GetFromJsonAsync<AlertsView>(Alerts))!;

    private async Task<AlertsView> SetAsync(string user, long? threshold)
    {
        using var response = await credits.ClientFor(user).PutAsJsonAsync(Alerts, new { threshold });
        return await Expect.BodyAsync<AlertsView>(response, HttpStatusCode.OK);
    }

    private sealed record AlertsView(long? Threshold, long EffectiveThreshold);
}
