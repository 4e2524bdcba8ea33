using System.Globalization;
using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Control;

public sealed class MovingTheClockByHandTests
{
    private const int Month = 32 * 86_400;

    [Fact]
    public async Task AdvancedByAMonth_ARenewalHasHappened_WhenTheAnswerComes()
    {
        await using var server = await EmulatorServer.StartAsync();
        var subscription = await server.SubscribeAsync();

        var clock = await MoveAsync(server, new { advanceSeconds = Month });

        Assert.Equal(Month, clock.Number("offsetSeconds"));
        Assert.InRange(clock.Number("now") - clock.Number("wall"), Month, Month);
        var invoices = await server.Stripe.V1.Invoices.ListAsync(new() { Subscription = subscription.Id });
        Assert.Equal(["subscription_cycle", "subscription_create"], invoices.Select(invoice => invoice.BillingReason));
    }

    [Fact]
    public async Task ItGoesForward_AndBackOnlyByItsOffset()
    {
        await using var server = await EmulatorServer.StartAsync();
        var now = (await ClockAsync(server)).Number("now");

        Assert.InRange((await MoveAsync(server, new { now = now + 1_000 })).Number("now"), now + 1_000, now + 1_060);
        Assert.Equal(400, (await server.PostAsync("/_emulator/clock", $"now={now}")).Status);
        Assert.Equal(400, (await server.PostAsync("/_emulator/clock", "advanceSeconds=-1")).Status);
        Assert.Equal(400, (await server.PostAsync("/_emulator/clock", "advanceSeconds=1", "offsetSeconds=1")).Status);
        Assert.Equal(400, (await server.PostAsync("/_emulator/clock")).Status);
        Assert.Equal(-50, (await MoveAsync(server, new { offsetSeconds = -50 })).Number("offsetSeconds"));
        Assert.Equal(204, (await server.PostAsync("/_emulator/reset")).Status);
        Assert.Equal(0, (await ClockAsync(server)).Number("offsetSeconds"));
    }

    [Fact]
    public async Task TheFilesOffset_AddsUpWithIt()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Month.ToString(CultureInfo.InvariantCulture));
        await using var server = await EmulatorServer.StartAsync($"--Development:ClockFile={file}");

        var clock = await MoveAsync(server, new { advanceSeconds = 100 });
        File.Delete(file);

        Assert.Equal((100, Month), (clock.Number("offsetSeconds"), clock.Number("fileOffsetSeconds")));
        Assert.Equal(Month + 100, clock.Number("now") - clock.Number("wall"));
    }

    private static Task<JsonNode> MoveAsync(EmulatorServer server, object how) => server.ControlAsync("/_emulator/clock", how);

    private static async Task<JsonNode> ClockAsync(EmulatorServer server) => (await server.GetAsync("/_emulator/clock")).Json;
}
