using Stripe;

namespace StripeEmulator.Tests.TestClocks;

public sealed class MovingATestClockTests : IAsyncLifetime
{
    private EmulatorServer _server = null!;

    public async Task InitializeAsync() => _server = await EmulatorServer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task ItIsOnItsWay_ThenReady()
    {
        var begun = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var clock = await _server.CreateClockAsync();

        var advancing = await _server.Stripe.V1.TestHelpers.TestClocks.AdvanceAsync(clock.Id, new() { FrozenTime = Clocks.Noon.AddDays(1) });
        var ready = await Eventually.FindsAsync(
            () => _server.Stripe.V1.TestHelpers.TestClocks.GetAsync(clock.Id), moved => moved.Status == "ready");

        Assert.Equal(("advancing", Clocks.Noon.AddDays(1)), (advancing.Status, advancing.StatusDetails.Advancing.TargetFrozenTime));
        Assert.Equal(Clocks.Noon.AddDays(1), ready.FrozenTime);
        Assert.Equal(clock.Created.AddDays(30), ready.DeletesAfter);
        var told = await _server.EventsAsync("test_helpers.test_clock.*");
        Assert.Equal(
            ["test_helpers.test_clock.created", "test_helpers.test_clock.advancing", "test_helpers.test_clock.ready"],
            told.Select(recorded => recorded.TypeOf()));
        var ended = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        Assert.All(told, recorded => Assert.InRange(recorded.Number("created"), begun, ended));
    }

    [Fact]
    public async Task BackOrTooFar_ItDoesNotMove()
    {
        var clock = await _server.CreateClockAsync();
        await AssertRefusedAsync(clock, Clocks.Noon);
        await AssertRefusedAsync(clock, Clocks.Noon.AddYears(2).AddSeconds(1));

        await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(clock)).Id);

        await AssertRefusedAsync(clock, Clocks.Noon.AddMonths(2).AddSeconds(1));
        Assert.Equal(Clocks.Noon.AddMonths(2), (await _server.AdvanceAsync(clock, Clocks.Noon.AddMonths(2))).FrozenTime);
    }

    [Fact]
    public async Task ItHasThreeCustomers_WithThreeSubscriptionsEach()
    {
        var clock = await _server.CreateClockAsync();
        var customer = await _server.CreateCustomerOnAsync(clock);
        await _server.CreateCustomerOnAsync(clock);
        await _server.CreateCustomerOnAsync(clock);
        for (var number = 0; number < 3; number++)
        {
            await _server.SubscribeAsync(customer.Id);
        }

        await Assert.ThrowsAsync<StripeException>(() => _server.CreateCustomerOnAsync(clock));
        await Assert.ThrowsAsync<StripeException>(() => _server.SubscribeAsync(customer.Id));
    }

    [Fact]
    public async Task Deleted_ItTakesItsCustomersWithIt()
    {
        var clock = await _server.CreateClockAsync();
        var customer = await _server.CreateCustomerOnAsync(clock);
        var subscription = await _server.SubscribeAsync(customer.Id);

        var deleted = await _server.Stripe.V1.TestHelpers.TestClocks.DeleteAsync(clock.Id);

        Assert.True(deleted.Deleted);
        Assert.Empty(await _server.Stripe.V1.TestHelpers.TestClocks.ListAsync());
        Assert.True((await _server.Stripe.V1.Customers.GetAsync(customer.Id)).Deleted);
        Assert.Equal("canceled", (await _server.Stripe.V1.Subscriptions.GetAsync(subscription.Id)).Status);
        Assert.Equal(
            ["customer.subscription.deleted", "customer.deleted", "test_helpers.test_clock.deleted"], (await _server.EventTypesAsync())[^3..]);
    }

    [Fact]
    public async Task AfterThirtyDays_ItIsDeletedByItself()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var clock = await clocked.Server.CreateClockAsync();
        var customer = await clocked.Server.CreateCustomerOnAsync(clock);

        await clocked.AdvanceAsync(TimeSpan.FromDays(31));

        Assert.Equal(404, (await clocked.Server.GetAsync($"/v1/test_helpers/test_clocks/{clock.Id}")).Status);
        Assert.True((await clocked.Server.Stripe.V1.Customers.GetAsync(customer.Id)).Deleted);
    }

    [Fact]
    public async Task AnOldClock_StillShowsItsEvents()
    {
        var clock = await _server.CreateClockAsync(new DateTime(2020, 2, 29, 0, 0, 0, DateTimeKind.Utc));

        var subscription = await _server.SubscribeAsync((await _server.CreateCustomerOnAsync(clock)).Id);

        var created = Assert.Single(await _server.EventsAsync("customer.subscription.created"));
        Assert.Equal(subscription.Id, created.Subject().Text("id"));
    }

    private Task<StripeException> AssertRefusedAsync(Stripe.TestHelpers.TestClock clock, DateTime to) =>
        Assert.ThrowsAsync<StripeException>(
            () => _server.Stripe.V1.TestHelpers.TestClocks.AdvanceAsync(clock.Id, new() { FrozenTime = to }));
}
