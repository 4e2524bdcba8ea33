using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>POST /v1/subscriptions/:id: other items, another card, a trial, an end or no end, a pause of collection.</summary>
internal static class UpdateSubscription
{
    public static void MapUpdateSubscription(this StripeRoutes api) =>
        api.Map("POST", "/v1/subscriptions/{id}", ObjectNames.Subscription, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        var request = new Request(
            ItemParameters.Read(parameters),
            CancellationDetails.Read(parameters),
            SubscriptionParameters.Read(parameters),
            TrialParameters.Read(parameters),
            ReadPausedCollection(parameters),
            AnchorParameter.ReadResets(parameters) ?? false,
            parameters.Integer("proration_date"),
            PaymentBehavior.ReadRefusesIncomplete(parameters));
        return request.Trial is { Days: not null } or { IsFromPrice: true }
            ? throw StripeError.InvalidParameter(
                "A trial is changed by `trial_end`.", request.Trial.Days is null ? "trial_from_plan" : "trial_period_days")
            : request;
    }

    private static Subscription Apply(ApiCall call, Request request)
    {
        var (state, fields) = (call.State, request.Fields);
        var before = RetrieveSubscription.FindLiving(call);
        var after = before with
        {
            Items = request.Items.Count == 0 ? before.Items : ItemParameters.ApplyTo(before.Items, request.Items, state),
            DefaultPaymentMethodId = fields.DefaultMethodOr(before.DefaultPaymentMethodId, call, before.CustomerId),
            Description = fields.Description.Or(before.Description),
            Cancellation = request.Details.ApplyTo(fields.ApplyTo(before, state.Now)),
            DaysUntilDue = fields.SendsInvoices is null && fields.DaysUntilDue is null
                ? before.DaysUntilDue
                : fields.DaysUntilDueOr(before, state.Customers.Find(before.CustomerId)!),
            SavesDefaultMethod = fields.SavesDefaultMethod ?? before.SavesDefaultMethod,
            PausedCollection = request.PausedCollection.Or(before.PausedCollection),
            Trial = before.Trial is { } trial
                ? trial with { MissingPaymentMethod = request.Trial.MissingPaymentMethod ?? trial.MissingPaymentMethod }
                : null,
            Metadata = fields.Metadata.ApplyWithinLimit(before.Metadata),
        };

        var planned = call.Processes.SubscriptionUpdates.Plan(before, after, Terms(request, before, state.Now));
        var customer = state.Customers.Find(before.CustomerId)!;
        planned = planned with
        {
            Corrections = planned.Corrections.AddRange(fields.AddedItems.Select(item => item.Of(state, customer, before.Id))),
        };
        if (request.RefusesIncomplete)
        {
            PaymentBehavior.RefuseUnpayable(call, planned);
        }

        return call.Processes.SubscriptionUpdates.Apply(planned, call.Cause);
    }

    private static ChangeTerms Terms(Request request, Subscription before, long now)
    {
        if (request.ResetsAnchor && before.Status == SubscriptionStatus.Trialing)
        {
            throw StripeError.NotEmulated("a new billing cycle anchor during a trial", "billing_cycle_anchor");
        }

        return new ChangeTerms(
            request.Fields.ProrationBehavior, ProrationDate.Checked(request.ProrationDate, before), request.ResetsAnchor)
        {
            TrialEnd = request.Trial.EndOr(before.Recurrence, now),
            EndsTrial = request.Trial.EndsNow,
            MissingPaymentMethod = request.Trial.MissingPaymentMethod,
        };
    }

    private static Change<PausedCollection> ReadPausedCollection(Parameters parameters)
    {
        var isGiven = parameters.Has("pause_collection");
        if (parameters.Nested("pause_collection") is not { } paused)
        {
            return new Change<PausedCollection>(isGiven, null);
        }

        paused.RequiredText("behavior");
        var behavior = paused.OneOf("behavior", PausedCollection.KeepAsDraft, PausedCollection.MarkUncollectible, PausedCollection.Void)!;
        return new Change<PausedCollection>(true, new PausedCollection(behavior, paused.Integer("resumes_at")));
    }

    private sealed record Request(
        IReadOnlyList<ItemParameters> Items,
        CancellationDetails Details,
        SubscriptionParameters Fields,
        TrialParameters Trial,
        Change<PausedCollection> PausedCollection,
        bool ResetsAnchor,
        long? ProrationDate,
        bool RefusesIncomplete);
}
