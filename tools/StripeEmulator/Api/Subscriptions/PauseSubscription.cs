using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>POST /v1/subscriptions/:id/pause and /resume: lets a subscription stand still, and go on.</summary>
internal static class PauseSubscription
{
    public static void MapPauseSubscription(this StripeRoutes api)
    {
        api.Map("POST", "/v1/subscriptions/{id}/pause", ObjectNames.Subscription, ReadPause, Pause);
        api.Map("POST", "/v1/subscriptions/{id}/resume", ObjectNames.Subscription, ReadResume, Resume);
    }

    private static PauseRequest ReadPause(Parameters parameters)
    {
        parameters.OneOf("type", "subscription");
        var billFor = parameters.Nested("bill_for");
        billFor?.Nested("outstanding_usage_through")?.OneOf("type", "none", "now");
        var unused = billFor?.Nested("unused_time_from")?.OneOf("type", "item_current_period_start", "none", "now") ?? "now";
        return unused == "item_current_period_start"
            ? throw StripeError.NotEmulated("a credit for time that was used", "bill_for[unused_time_from][type]")
            : new PauseRequest(
                CreditsUnused: unused == "now",
                parameters.OneOf("invoicing_behavior", "invoice", "pending_invoice_item") == "invoice");
    }

    private static Subscription Pause(ApiCall call, PauseRequest request)
    {
        var subscription = RetrieveSubscription.FindLiving(call);
        if (subscription.IsClassic)
        {
            throw StripeError.Invalid("Only subscriptions with the billing mode `flexible` can be paused. Migrate it first.");
        }

        return subscription.Status is SubscriptionStatus.Active or SubscriptionStatus.Trialing or SubscriptionStatus.PastDue
            ? call.Processes.Pauses.Pause(subscription, request.CreditsUnused, request.InvoicesNow, call.Cause)
            : throw StripeError.Invalid("Only active, trialing and past due subscriptions can be paused.");
    }

    private static ResumeTerms ReadResume(Parameters parameters) => new(
        AnchorParameter.ReadResets(parameters) ?? true,
        parameters.OneOf("proration_behavior", ProrationBehaviors.None, ProrationBehaviors.Create, ProrationBehaviors.InvoiceNow)
            ?? ProrationBehaviors.Create,
        parameters.Integer("proration_date"),
        parameters.OneOf("payment_behavior", "resume_on_payment_attempt", "resume_on_payment_success") == "resume_on_payment_success");

    private static Subscription Resume(ApiCall call, ResumeTerms terms)
    {
        var subscription = RetrieveSubscription.FindLiving(call);
        if (subscription.Status != SubscriptionStatus.Paused)
        {
            throw StripeError.Invalid("Only paused subscriptions can be resumed.");
        }

        if (subscription.SendsInvoices)
        {
            throw StripeError.Invalid("Only subscriptions that charge automatically can be resumed.");
        }

        return subscription.Resumption is { } pending && call.State.Invoices.Find(pending.InvoiceId) is { IsOpen: true }
            ? throw StripeError.Invalid("The subscription waits for the payment of an invoice to be resumed.")
            : call.Processes.Pauses.Resume(subscription, terms, call.Cause);
    }

    private sealed record PauseRequest(bool CreditsUnused, bool InvoicesNow);
}
