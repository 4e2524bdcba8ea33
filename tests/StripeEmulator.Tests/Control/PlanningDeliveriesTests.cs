using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Control;

public sealed class PlanningDeliveriesTests : IAsyncLifetime
{
    private WebhookReceiver _receiver = null!;
    private EmulatorServer _server = null!;

    public async Task InitializeAsync()
    {
        _receiver = await WebhookReceiver.StartAsync();
        _server = await EmulatorServer.StartWithWebhooksAsync(_receiver);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    [Fact]
    public async Task ADuplicate_ArrivesMoreThanOnce_WithOneId_AndThenTheRuleIsUsedUp()
    {
        await PlanAsync(new { action = "duplicate", copies = 2, count = 1 });

        await CreateAsync("first", "second");
        var received = await NamesAsync(4);

        Assert.Equal(["first", "first", "first", "second"], received.Order());
        Assert.Empty(await RulesAsync());
        Assert.Equal(2, (await _server.Stripe.V1.Events.ListAsync()).Count());
    }

    [Fact]
    public async Task ADelayedOne_IsOvertaken()
    {
        await PlanAsync(new { action = "delay", events = "customer.*", delayMs = 6_000 });

        await CreateAsync("late");
        await _server.Stripe.V1.Products.CreateAsync(new() { Name = "Pack" });

        Assert.Equal(["product.created", "customer.created"], (await _receiver.TakeAsync(2)).Select(webhook => webhook.Event.Type));
    }

    [Fact]
    public async Task ReorderedOnes_ArriveLastFirst_AndALonelyOneDoesNotWaitForever()
    {
        await PlanAsync(new { action = "reorder", window = 3, delayMs = 60_000, count = 3 });
        await PlanAsync(new { action = "reorder", window = 2, delayMs = 200 });

        await CreateAsync("1", "2", "3");
        Assert.Equal(["3", "2", "1"], await NamesAsync(3));
        await CreateAsync("4");

        Assert.Equal(["4"], await NamesAsync(1));
    }

    [Fact]
    public async Task ADroppedOne_NeverArrives_AndStaysToBeFound()
    {
        await PlanAsync(new { action = "drop", count = 1 });

        await CreateAsync("lost", "found");

        Assert.Equal(["found"], await NamesAsync(1));
        var undelivered = await Eventually.FindsAsync(
            () => _server.Stripe.V1.Events.ListAsync(new() { DeliverySuccess = false }), events => events.Data.Count == 1);
        var lost = undelivered.Data.Single();
        var log = await _server.GetAsync($"/_emulator/deliveries?event={lost.Id}");
        Assert.Equal("dropped by rule_1", log.Json["attempts"]!.AsArray().Single()!.Text("problem"));
        await _server.PostAsync($"/_emulator/events/{lost.Id}/resend");
        Assert.Equal(["lost"], await NamesAsync(1));
    }

    [Fact]
    public async Task HeldOnes_AreListed_AndReleasedInTheOrderThatIsAskedFor()
    {
        var rule = await PlanAsync(new { action = "hold", events = "customer.created" });
        await CreateAsync("1", "2", "3", "4", "5");

        var held = await HeldAsync();
        Assert.Equal(5, held.Count);
        Assert.All(held, one => Assert.Equal(("customer.created", "we_configured0", rule), (one.Text("eventType"), one.Text("endpointId"), one.Text("ruleId"))));
        await ReleaseAsync(new { ids = new[] { held[3].Text("id"), held[0].Text("id") } }, count: 2);
        Assert.Equal(["4", "1"], await NamesAsync(2));
        await ReleaseAsync(new { order = "reversed" }, count: 3);
        Assert.Equal(["5", "3", "2"], await NamesAsync(3));
        Assert.Empty(await HeldAsync());
        await ReleaseAsync(new { }, count: 0);
    }

    [Fact]
    public async Task GivingUp_LetsGoOfWhatIsHeld()
    {
        await PlanAsync(new { action = "hold" });
        await CreateAsync("1", "2");

        await _server.PostAsync("/_emulator/deliveries/give-up");

        await Eventually.FindsAsync(
            () => _server.GetAsync("/_emulator/deliveries"), deliveries => deliveries.Json["pending"]!.GetValue<int>() == 0);
        Assert.Empty(await HeldAsync());
        Assert.Equal(2, (await _server.Stripe.V1.Events.ListAsync(new() { DeliverySuccess = false })).Count());
    }

    [Fact]
    public async Task ARuleForOneEndpoint_LeavesTheOthersAlone()
    {
        await using var other = await WebhookReceiver.StartAsync();
        var endpoint = await _server.Stripe.V1.WebhookEndpoints.CreateAsync(new() { Url = other.Url.ToString(), EnabledEvents = ["*"] });
        await PlanAsync(new { action = "drop", endpoint = endpoint.Id, count = 1 });

        await CreateAsync("1", "2");

        Assert.Equal(["1", "2"], (await NamesAsync(2)).Order());
        Assert.Equal("2", Name((await other.TakeAsync(1))[0]));
    }

    [Fact]
    public async Task TheFirstRuleThatTakesIt_Decides()
    {
        await PlanAsync(new { action = "hold", events = "customer.created", count = 1 });
        await PlanAsync(new { action = "duplicate" });

        await CreateAsync("held", "twice");

        Assert.Equal(["twice", "twice"], await NamesAsync(2));
        Assert.Single(await HeldAsync());
    }

    [Fact]
    public async Task TheSameSeed_DecidesTheSame_AndAnotherDoesNot()
    {
        var first = await DroppedBySeedAsync(7);
        var again = await DroppedBySeedAsync(7);
        var other = await DroppedBySeedAsync(8);

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.InRange(first.Length, 5, 35);
    }

    [Fact]
    public async Task RulesCanBeSeenAndTakenAway_OneOrAll()
    {
        var first = await PlanAsync(new { action = "drop", events = "charge.*", percent = 20, seed = 3 });
        await PlanAsync(new { action = "hold" });
        await PlanAsync(new { action = "delay", delayMs = 5_000 });

        var shown = (await RulesAsync())[0];
        Assert.Equal(("drop", "charge.*", 20, 3), (shown.Text("action"), shown.Text("events"), shown["percent"]!.GetValue<int>(), shown["seed"]!.GetValue<int>()));
        Assert.Equal(204, (await _server.SendAsync(HttpMethod.Delete, $"/_emulator/deliveries/rules/{first}")).Status);
        Assert.Equal(404, (await _server.SendAsync(HttpMethod.Delete, $"/_emulator/deliveries/rules/{first}")).Status);
        Assert.Equal(2, (await RulesAsync()).Count);
        Assert.Equal(204, (await _server.SendAsync(HttpMethod.Delete, "/_emulator/deliveries/rules")).Status);
        await CreateAsync("free");
        Assert.Equal(["free"], await NamesAsync(1));
    }

    [Theory]
    [InlineData("action=explode")]
    [InlineData("events=customer.created")]
    [InlineData("action=drop&percent=0")]
    [InlineData("action=drop&percent=101")]
    [InlineData("action=drop&count=0")]
    [InlineData("action=duplicate&copies=21")]
    [InlineData("action=delay&delayMs=soon")]
    [InlineData("action=reorder&window=1")]
    [InlineData("action=hold&events=*.created")]
    [InlineData("action=hold&event=customer.created")]
    public async Task ASenselessRule_IsRefused(string form)
    {
        Assert.Equal(400, (await _server.PostAsync("/_emulator/deliveries/rules", form.Split('&'))).Status);
        Assert.Empty(await RulesAsync());
    }

    /// <summary>The places of what is not delivered, of 40 events, on an emulator of its own.</summary>
    private static async Task<int[]> DroppedBySeedAsync(int seed)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var server = await EmulatorServer.StartWithWebhooksAsync(receiver);
        await server.Stripe.V1.Products.CreateAsync(new() { Name = "Before the rule" });
        await server.ControlAsync("/_emulator/deliveries/rules", new { action = "drop", events = "customer.*", percent = 50, seed });
        for (var number = 0; number < 40; number++)
        {
            await server.Stripe.V1.Customers.CreateAsync(new() { Name = $"{number}" });
        }

        var log = await Eventually.FindsAsync(
            () => server.GetAsync("/_emulator/deliveries"), deliveries => deliveries.Json["pending"]!.GetValue<int>() == 0);
        Assert.Equal(41, log.Json["attempts"]!.AsArray().Count);
        var undelivered = await server.Stripe.V1.Events.ListAsync(new() { DeliverySuccess = false, Limit = 100 });
        return [.. undelivered.Select(lost => int.Parse(((Stripe.Customer)lost.Data.Object).Name, System.Globalization.CultureInfo.InvariantCulture)).Order()];
    }

    private async Task<string> PlanAsync(object rule) => (await _server.ControlAsync("/_emulator/deliveries/rules", rule)).Text("id");

    private async Task ReleaseAsync(object which, int count) =>
        Assert.Equal(count, (await _server.ControlAsync("/_emulator/deliveries/held/release", which))["count"]!.GetValue<int>());

    private Task<IReadOnlyList<JsonNode>> RulesAsync() => DataAsync("/_emulator/deliveries/rules");

    private Task<IReadOnlyList<JsonNode>> HeldAsync() => DataAsync("/_emulator/deliveries/held");

    private async Task<IReadOnlyList<JsonNode>> DataAsync(string path) =>
        [.. (await _server.GetAsync(path)).Json["data"]!.AsArray().Select(one => one!)];

    private async Task CreateAsync(params string[] names)
    {
        foreach (var name in names)
        {
            await _server.Stripe.V1.Customers.CreateAsync(new() { Name = name });
        }
    }

    private async Task<IReadOnlyList<string>> NamesAsync(int count) => [.. (await _receiver.TakeAsync(count)).Select(Name)];

    private static string Name(ReceivedWebhook webhook) => ((Stripe.Customer)webhook.Event.Data.Object).Name;
}
