using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>/v1/subscription_items: the items of subscriptions one by one, billed as a change of their subscription is.</summary>
internal static class SubscriptionItems
{
    private const string Path = "/v1/subscription_items";

    public static void MapSubscriptionItems(this StripeRoutes api)
    {
        api.Map("POST", Path, ObjectNames.SubscriptionItem, ReadCreation, Create);
        api.Map("GET", Path + "/{id}", ObjectNames.SubscriptionItem, call => Find(call));
        api.Map("POST", Path + "/{id}", ObjectNames.SubscriptionItem, ReadChange, Update);
        api.Map("DELETE", Path + "/{id}", ObjectNames.SubscriptionItem, ReadTerms, Delete);
        api.MapParts(Path, ObjectNames.SubscriptionItem, parameters => parameters.RequiredText("subscription"), List);
    }

    private static (string Subscription, ItemChange Change) ReadCreation(Parameters parameters) =>
        (parameters.RequiredText("subscription"), ReadChange(parameters));

    private static ItemChange ReadChange(Parameters parameters) => new(ItemParameters.ReadOne(parameters), ReadTerms(parameters));

    private static ItemTerms ReadTerms(Parameters parameters)
    {
        parameters.Accept("off_session", "clear_usage");
        return new ItemTerms(
            parameters.OneOf("proration_behavior", ProrationBehaviors.None, ProrationBehaviors.Create, ProrationBehaviors.InvoiceNow)
                ?? ProrationBehaviors.Create,
            parameters.Integer("proration_date"),
            PaymentBehavior.ReadRefusesIncomplete(parameters));
    }

    private static SubscriptionItemOf Create(ApiCall call, (string Subscription, ItemChange Change) request)
    {
        var before = Living(call, request.Subscription);
        var after = Apply(call, before, request.Change.Item, request.Change.Terms);
        return Of(after, after.Items[^1]);
    }

    private static SubscriptionItemOf Update(ApiCall call, ItemChange change)
    {
        var found = Find(call);
        var after = Apply(call, Living(call, found.Subscription.Id), change.Item with { Id = found.Item.Id }, change.Terms);
        return Of(after, after.Items.Single(item => item.Id == found.Item.Id));
    }

    private static DeletedResource Delete(ApiCall call, ItemTerms terms)
    {
        var found = Find(call);
        var deletion = new ItemParameters(found.Item.Id, null, null, Deletes: true, MetadataChange.None, "id");
        Apply(call, Living(call, found.Subscription.Id), deletion, terms);
        return new DeletedResource(ObjectNames.SubscriptionItem) { Id = found.Item.Id, Created = found.Item.Created };
    }

    private static IReadOnlyList<System.Text.Json.Nodes.JsonObject> List(ApiCall call, string subscriptionId)
    {
        var subscription = call.State.Subscriptions.Find(subscriptionId)
            ?? throw StripeError.NoSuch(ObjectNames.Subscription, subscriptionId, "subscription");
        return [.. subscription.Items.Select(item => ResourceJson.Render(Of(subscription, item), call.Version))];
    }

    private static Subscription Apply(ApiCall call, Subscription before, ItemParameters item, ItemTerms terms)
    {
        var updates = call.Processes.SubscriptionUpdates;
        var planned = updates.Plan(
            before,
            before with { Items = ItemParameters.ApplyTo(before.Items, [item], call.State) },
            new ChangeTerms(terms.ProrationBehavior, ProrationDate.Checked(terms.ProrationDate, before)));
        if (terms.RefusesIncomplete)
        {
            PaymentBehavior.RefuseUnpayable(call, planned);
        }

        return updates.Apply(planned, call.Cause);
    }

    private static SubscriptionItemOf Find(ApiCall call) =>
        call.State.SubscriptionOfItem(call.Id) is { } subscription
            ? Of(subscription, subscription.Items.Single(item => item.Id == call.Id))
            : throw StripeError.NotFound(ObjectNames.SubscriptionItem, call.Id);

    private static Subscription Living(ApiCall call, string id) =>
        call.State.Subscriptions.Find(id) is { HasEnded: false } subscription
            ? subscription
            : throw StripeError.NoSuch(ObjectNames.Subscription, id, "subscription");

    private static SubscriptionItemOf Of(Subscription subscription, SubscriptionItem item) =>
        new(subscription, item) { Id = item.Id, Created = item.Created };

    private sealed record ItemChange(ItemParameters Item, ItemTerms Terms);

    private sealed record ItemTerms(string ProrationBehavior, long? ProrationDate, bool RefusesIncomplete);
}
