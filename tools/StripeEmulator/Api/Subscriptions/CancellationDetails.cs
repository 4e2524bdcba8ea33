using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>Why somebody leaves, in their words or in one of Stripe's.</summary>
internal sealed record CancellationDetails(Change<string> Comment, Change<string> Feedback)
{
    public static CancellationDetails Read(Parameters parameters)
    {
        var details = parameters.Nested("cancellation_details");
        details?.RefuseUncovered("reasons of the merchant's own", "feedback_option");
        return new CancellationDetails(
            details?.TextChange("comment") ?? default,
            details?.OneOfChange(
                "feedback",
                "customer_service", "low_quality", "missing_features", "other", "switched_service", "too_complex", "too_expensive", "unused")
                ?? default);
    }

    public Cancellation ApplyTo(Cancellation cancellation) => cancellation with
    {
        Comment = Comment.Or(cancellation.Comment),
        Feedback = Feedback.Or(cancellation.Feedback),
    };
}
