using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>POST /v1/subscriptions/:id: other items, another card, an end or no end.</summary>
internal static class UpdateSubscription
{
    public static void MapUpdateSubscription(this StripeRoutes api) =>
        api.Map("POST", "/v1/subscriptions/{id}", ObjectNames.Subscription, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.Accept("trial_settings");
        parameters.OneOf(
            "payment_behavior", "allow_incomplete", "default_incomplete", "error_if_incomplete", "pending_if_incomplete");
        return parameters.Has("trial_end")
            ? throw StripeError.NotEmulated("a trial that is changed", "trial_end")
            : new Request(
                ItemParameters.Read(parameters),
                CancellationDetails.Read(parameters),
                SubscriptionParameters.Read(parameters));
    }

    private static Subscription Apply(ApiCall call, Request request)
    {
        var before = RetrieveSubscription.FindLiving(call);
        var after = before with
        {
            Items = request.Items.Count == 0 ? before.Items : ItemParameters.ApplyTo(before.Items, request.Items, call.State),
            DefaultPaymentMethodId = request.Fields.DefaultMethodOr(before.DefaultPaymentMethodId, call, before.CustomerId),
            Description = request.Fields.Description.Or(before.Description),
            Cancellation = request.Details.ApplyTo(request.Fields.ApplyTo(before, call.State.Now)),
            Metadata = request.Fields.Metadata.ApplyWithinLimit(before.Metadata),
        };
        return call.Processes.Subscriptions.Change(before, after, request.Fields.ProrationBehavior, call.Cause);
    }

    private sealed record Request(IReadOnlyList<ItemParameters> Items, CancellationDetails Details, SubscriptionParameters Fields);
}
