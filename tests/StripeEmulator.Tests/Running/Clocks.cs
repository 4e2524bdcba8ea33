using Stripe;
using Stripe.TestHelpers;

namespace StripeEmulator.Tests.Running;

/// <summary>Test clocks, and customers who live by them.</summary>
public static class Clocks
{
    public static readonly DateTime Noon = new(2027, 1, 31, 12, 0, 0, DateTimeKind.Utc);

    public static Task<TestClock> CreateClockAsync(this EmulatorServer server, DateTime? at = null) =>
        server.Stripe.V1.TestHelpers.TestClocks.CreateAsync(new() { FrozenTime = at ?? Noon, Name = "A month" });

    public static async Task<Customer> CreateCustomerOnAsync(this EmulatorServer server, TestClock clock, string? card = "pm_card_visa") =>
        await server.Stripe.V1.Customers.CreateAsync(new()
        {
            Email = "ada@example.test",
            TestClock = clock.Id,
            PaymentMethod = card,
            InvoiceSettings = card is null ? null : new() { DefaultPaymentMethod = card },
        });

    /// <summary>Moves the clock and waits until it has arrived.</summary>
    public static async Task<TestClock> AdvanceAsync(this EmulatorServer server, TestClock clock, DateTime to)
    {
        await server.Stripe.V1.TestHelpers.TestClocks.AdvanceAsync(clock.Id, new() { FrozenTime = to });
        return await Eventually.FindsAsync(
            () => server.Stripe.V1.TestHelpers.TestClocks.GetAsync(clock.Id), moved => moved.Status == "ready");
    }
}
