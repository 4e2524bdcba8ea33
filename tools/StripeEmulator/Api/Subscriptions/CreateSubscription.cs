using System.Collections.Immutable;
using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>POST /v1/subscriptions. The first invoice is collected at once, unless a page is to confirm its payment.</summary>
internal static class CreateSubscription
{
    private const string WaitForPage = "default_incomplete";
    private const string RefuseIncomplete = "error_if_incomplete";

    public static void MapCreateSubscription(this StripeRoutes api) =>
        api.Map("POST", "/v1/subscriptions", ObjectNames.Subscription, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        var items = ItemParameters.Read(parameters);
        return new Request(
            parameters.RequiredText("customer"),
            AmountParameters.Currency(parameters),
            items.Count > 0 ? items : throw StripeError.MissingParameter("items"),
            ReadPaymentBehavior(parameters),
            TrialParameters.Read(parameters),
            parameters.Integer("billing_cycle_anchor"),
            Mode(parameters),
            SubscriptionParameters.Read(parameters));
    }

    private static string ReadPaymentBehavior(Parameters parameters) =>
        parameters.OneOf("payment_behavior", "allow_incomplete", WaitForPage, RefuseIncomplete, "pending_if_incomplete") switch
        {
            "pending_if_incomplete" => throw StripeError.InvalidParameter(
                "`pending_if_incomplete` is only for updates of a subscription.", "payment_behavior"),
            var behavior => behavior ?? "allow_incomplete",
        };

    private static Subscription Apply(ApiCall call, Request request)
    {
        var state = call.State;
        if (state.Customers.Find(request.CustomerId) is not { IsDeleted: false } customer)
        {
            throw StripeError.NoSuch(ObjectNames.Customer, request.CustomerId, "customer");
        }

        RefuseMoreByClock(customer, state);
        var items = ItemParameters.ApplyTo([], request.Items, state);
        if (request.Currency is { } currency && currency != items[0].Price.Currency)
        {
            throw StripeError.InvalidParameter($"The price specified only supports `{items[0].Price.Currency}`.", "currency");
        }

        var defaultId = request.Fields.DefaultMethodOr(null, call, customer.Id);
        var trialEnd = request.Trial.EndOr(items[0].Price.Recurrence!, state.Now);
        var anchor = AnchorOf(request, items[0].Price.Recurrence!, trialEnd, state.Now);
        var daysUntilDue = request.Fields.DaysUntilDueOr(null, customer);
        var method = (defaultId ?? customer.DefaultPaymentMethodId) is { } id ? state.PaymentMethods.Find(id) : null;
        ImmutableArray<InvoiceItem> added = [.. request.Fields.AddedItems.Select(item => item.Of(state, customer, subscriptionId: null))];
        var isFree = added.Sum(item => item.AmountCents) == 0
            && (trialEnd is not null
                || items.Sum(item => item.AmountCents) == 0
                || (anchor is not null && request.Fields.ProrationBehavior == ProrationBehaviors.None));
        RefuseIfUnpayable(request, method, isFree: isFree || daysUntilDue is not null);

        return call.Processes.Subscriptions.Start(
            new NewSubscription
            {
                CustomerId = customer.Id,
                Items = items,
                AddedItems = added,
                IsClassic = request.IsClassic ?? call.IsClassicByDefault,
                FirstMethod = request.PaymentBehavior == WaitForPage ? null : method,
                Confirmation = Confirmation(call, request),
                DefaultPaymentMethodId = defaultId,
                Description = request.Fields.Description.Value,
                TrialEnd = trialEnd,
                MissingPaymentMethod = request.Trial.MissingPaymentMethod ?? "create_invoice",
                Anchor = anchor,
                ProratesUntilAnchor = request.Fields.ProrationBehavior != ProrationBehaviors.None,
                DaysUntilDue = daysUntilDue,
                SavesDefaultMethod = request.Fields.SavesDefaultMethod ?? false,
                Cancellation = begun => request.Fields.ApplyTo(begun, state.Now),
                Metadata = request.Fields.Metadata.ApplyWithinLimit(MetadataChange.Empty),
            },
            call.Cause);
    }

    private static void RefuseMoreByClock(Customer customer, StripeState state)
    {
        const int max = StateLimits.SubscriptionsPerClockedCustomerMax;
        if (customer.TestClockId is not null && state.Subscriptions.OlderThan(null, customer.Id).Count(owned => !owned.HasEnded) >= max)
        {
            throw StripeError.InvalidParameter($"A customer with a test clock can have at most {max} subscriptions.", "customer");
        }
    }

    private static void RefuseIfUnpayable(Request request, PaymentMethod? method, bool isFree)
    {
        if (isFree || request.PaymentBehavior == WaitForPage)
        {
            return;
        }

        if (method is null)
        {
            throw StripeError.InvalidParameter(
                "This customer has no attached payment source or default payment method. Please consider adding a default payment method.",
                "customer",
                "resource_missing");
        }

        if (request.PaymentBehavior != RefuseIncomplete)
        {
            return;
        }

        if (method.NeedsAuthentication(request.Fields.IsOffSession))
        {
            throw request.Fields.IsOffSession
                ? StripeError.CardRefused(Decline.AuthenticationRequired)
                : StripeError.ActionRequired(ObjectNames.Subscription, intent: null);
        }

        if (method.Decline is { } decline)
        {
            throw StripeError.CardRefused(decline);
        }
    }

    private static Confirmation Confirmation(ApiCall call, Request request) =>
        new() { IsOffSession = request.Fields.IsOffSession, Pages = call.Pages, UsesSdk = true };

    /// <summary>When the first whole period begins, if that is not now.</summary>
    private static long? AnchorOf(Request request, Recurrence recurrence, long? trialEnd, long now)
    {
        if (request.Anchor is not { } anchor)
        {
            return null;
        }

        if (trialEnd is not null)
        {
            throw StripeError.NotEmulated("a billing cycle anchor beside a trial", "billing_cycle_anchor");
        }

        return anchor <= now ? throw StripeError.InvalidParameter(
                "Invalid timestamp: must be an integer Unix timestamp in the future.", "billing_cycle_anchor")
            : anchor <= recurrence.NextEnd(now, now) ? anchor
            : throw StripeError.InvalidParameter(
                "`billing_cycle_anchor` cannot be later than next natural billing date.", "billing_cycle_anchor");
    }

    private static bool? Mode(Parameters parameters)
    {
        var mode = parameters.Nested("billing_mode");
        mode?.Accept("flexible");
        return mode?.OneOf("type", "classic", "flexible") switch
        {
            null => null,
            var type => type == "classic",
        };
    }

    private sealed record Request(
        string CustomerId,
        string? Currency,
        IReadOnlyList<ItemParameters> Items,
        string PaymentBehavior,
        TrialParameters Trial,
        long? Anchor,
        bool? IsClassic,
        SubscriptionParameters Fields);
}
