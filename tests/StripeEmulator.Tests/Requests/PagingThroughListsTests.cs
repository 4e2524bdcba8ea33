using Stripe;

namespace StripeEmulator.Tests.Requests;

public sealed class PagingThroughListsTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;
    private string[] _oldestFirst = [];

    public async Task InitializeAsync()
    {
        _server = await EmulatorServer.StartAsync();
        var ids = new List<string>();
        for (var number = 0; number < 25; number++)
        {
            ids.Add((await _server.Stripe.V1.Customers.CreateAsync(new() { Name = $"Customer {number}" })).Id);
        }

        _oldestFirst = [.. ids];
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task WithoutALimit_TheTenNewestCome()
    {
        var page = await _server.Stripe.V1.Customers.ListAsync();

        Assert.Equal(_oldestFirst.Reverse().Take(10), page.Select(customer => customer.Id));
        Assert.True(page.HasMore);
        Assert.Equal("/v1/customers", page.Url);
    }

    [Fact]
    public async Task Forwards_EveryOneComesOnce_NewestFirst()
    {
        var seen = new List<string>();
        await foreach (var customer in _server.Stripe.V1.Customers.ListAutoPagingAsync(new() { Limit = 7 }))
        {
            seen.Add(customer.Id);
        }

        Assert.Equal(_oldestFirst.Reverse(), seen);
    }

    [Fact]
    public async Task Backwards_ThePageIsTheOneJustBefore_StillNewestFirst()
    {
        var cursor = _oldestFirst[9];

        var page = await _server.Stripe.V1.Customers.ListAsync(new() { Limit = 5, EndingBefore = cursor });
        var last = await _server.Stripe.V1.Customers.ListAsync(new() { Limit = 15, EndingBefore = cursor });

        Assert.Equal(_oldestFirst[10..15].Reverse(), page.Select(customer => customer.Id));
        Assert.True(page.HasMore);
        Assert.Equal(_oldestFirst[10..].Reverse(), last.Select(customer => customer.Id));
        Assert.False(last.HasMore);
    }

    [Fact]
    public async Task BackwardsThroughAll_EveryOneComesOnce_OldestFirst()
    {
        var seen = new List<string>();
        await foreach (var customer in _server.Stripe.V1.Customers.ListAutoPagingAsync(new() { Limit = 4, EndingBefore = _oldestFirst[0] }))
        {
            seen.Add(customer.Id);
        }

        Assert.Equal(_oldestFirst[1..], seen);
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=101", "limit")]
    [InlineData("limit=ten", "limit")]
    [InlineData("starting_after=cus_unknown", "starting_after")]
    [InlineData("ending_before=cus_unknown", "ending_before")]
    [InlineData("starting_after=a&ending_before=b", "starting_after")]
    public async Task ABadPage_IsRefused(string query, string parameter)
    {
        var answer = await _server.GetAsync("/v1/customers?" + query);

        Assert.Equal((400, parameter), (answer.Status, answer.Parameter));
    }

    [Fact]
    public async Task ARangeOfCreationTimes_NarrowsTheList()
    {
        var created = (await _server.Stripe.V1.Customers.GetAsync(_oldestFirst[^1])).Created;

        var none = await _server.Stripe.V1.Customers.ListAsync(new() { Created = new DateRangeOptions { GreaterThan = created } });
        var some = await _server.Stripe.V1.Customers.ListAsync(new() { Created = new DateRangeOptions { GreaterThanOrEqual = created } });

        Assert.Empty(none);
        Assert.Contains(_oldestFirst[^1], some.Select(customer => customer.Id));
    }

    [Fact]
    public async Task OnePaymentsCharges_AreFoundAmongOthers_InBothDirections()
    {
        var mine = await _server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd" });
        await PayAsync("pm_card_chargeDeclined", mine.Id);
        await PayAsync("pm_card_chargeDeclinedLostCard", mine.Id);
        await _server.Stripe.V1.PaymentIntents.CreateAsync(new() { Amount = 900, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });
        await PayAsync("pm_card_visa", mine.Id);

        var all = await _server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = mine.Id, Expand = ["data.payment_intent"] });
        var older = await _server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = mine.Id, StartingAfter = all.First().Id });
        var newer = await _server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = mine.Id, EndingBefore = all.Last().Id });

        Assert.Equal(["succeeded", "failed", "failed"], all.Select(charge => charge.Status));
        Assert.All(all, charge => Assert.Equal(mine.Id, charge.PaymentIntent.Id));
        Assert.Equal(all.Skip(1).Select(charge => charge.Id), older.Select(charge => charge.Id));
        Assert.Equal(all.Take(2).Select(charge => charge.Id), newer.Select(charge => charge.Id));
    }

    private Task<Answer> PayAsync(string card, string intent) =>
        _server.PostAsync($"/v1/payment_intents/{intent}/confirm", $"payment_method={card}");
}
