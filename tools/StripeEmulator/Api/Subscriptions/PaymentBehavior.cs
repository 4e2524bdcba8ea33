using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;

namespace StripeEmulator.Api.Subscriptions;

/// <summary><c>payment_behavior</c> of a change: what to do when the invoice that it calls for can't be paid.</summary>
internal static class PaymentBehavior
{
    private const string Name = "payment_behavior";

    /// <summary>Whether the change is not to happen then; else it happens, and the subscription is late with its payment.</summary>
    public static bool ReadRefusesIncomplete(Parameters parameters) =>
        parameters.OneOf(Name, "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete") switch
        {
            "pending_if_incomplete" => throw StripeError.NotEmulated("changes that wait for their payment", Name),
            var behavior => behavior == "error_if_incomplete",
        };

    public static void RefuseUnpayable(ApiCall call, PlannedChange planned)
    {
        if (!planned.IsInvoicedNow
            || planned.After.SendsInvoices
            || call.Processes.Previews.AfterChange(planned, new PreviewTerms()) is not { DueCents: > 0 })
        {
            return;
        }

        var method = call.Processes.Collection.MethodFor(planned.After)
            ?? throw StripeError.InvalidParameter(
                "This customer has no attached payment source or default payment method.", "customer", "resource_missing");
        if (method.Decline is { } decline)
        {
            throw StripeError.CardRefused(decline);
        }
    }
}
