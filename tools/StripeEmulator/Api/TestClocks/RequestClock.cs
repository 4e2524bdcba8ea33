using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.TestClocks;

/// <summary>
/// By which clock a request is worked on: a test clock when it is about a customer who lives by one, or about something of
/// such a customer, whether the path or a parameter names it. What is done to the clocks themselves is dated by the account's.
/// </summary>
internal static class RequestClock
{
    private static readonly string[] NamingParameters = ["customer", "subscription", "invoice", "payment_intent", "charge"];

    public static string? Of(ApiCall call)
    {
        if (call.State.TestClocks.Count == 0)
        {
            return null;
        }

        return NamingParameters
            .Select(call.Parameters.Peek)
            .Prepend(call.Http.RouteValues.GetValueOrDefault("id") as string)
            .Select(id => id is null ? null : ClockOf(call.State, id))
            .FirstOrDefault(clock => clock is not null)
            ?? (call.Parameters.Peek("test_clock") is { } named ? call.State.TestClocks.Find(named)?.Id : null);
    }

    private static string? ClockOf(StripeState state, string id) => id[..(id.IndexOf('_', StringComparison.Ordinal) + 1)] switch
    {
        "cus_" => state.TestClockOf(id),
        "sub_" => state.Subscriptions.Find(id)?.TestClockId,
        "si_" => state.SubscriptionOfItem(id)?.TestClockId,
        "in_" => state.Invoices.Find(id)?.TestClockId,
        "ii_" => state.InvoiceItems.Find(id)?.TestClockId,
        "pm_" => state.TestClockOf(state.PaymentMethods.Find(id)?.CustomerId),
        "pi_" => state.TestClockOf(state.PaymentIntents.Find(id)?.CustomerId),
        "ch_" or "py_" => state.TestClockOf(state.Charges.Find(id)?.CustomerId),
        "re_" or "pyr_" => state.TestClockOf(state.Refunds.Find(id)?.CustomerId),
        "dp_" => state.Disputes.Find(id) is { } dispute ? ClockOf(state, dispute.PaymentIntentId) : null,
        "cs_" => state.TestClockOf(state.CheckoutSessions.Find(id)?.CustomerId),
        _ => null,
    };
}
