using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Subscriptions;

/// <summary>POST /v1/subscriptions. The first invoice is collected at once, unless a page is to confirm its payment.</summary>
internal static class CreateSubscription
{
    private const string WaitForPage = "default_incomplete";
    private const string RefuseIncomplete = "error_if_incomplete";
    private const long DaySeconds = 86_400;
    private const long TrialDaysMax = 730;

    public static void MapCreateSubscription(this StripeRoutes api) =>
        api.Map("POST", "/v1/subscriptions", ObjectNames.Subscription, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        var items = ItemParameters.Read(parameters);
        return new Request(
            parameters.RequiredText("customer"),
            items.Count > 0 ? items : throw StripeError.MissingParameter("items"),
            parameters.OneOf(
                "payment_behavior", "allow_incomplete", WaitForPage, RefuseIncomplete, "pending_if_incomplete") ?? "allow_incomplete",
            TrialDays(parameters),
            parameters.Integer("trial_end"),
            MissingPaymentMethod(parameters.Nested("trial_settings")),
            Mode(parameters),
            SubscriptionParameters.Read(parameters));
    }

    private static Subscription Apply(ApiCall call, Request request)
    {
        var state = call.State;
        if (state.Customers.Find(request.CustomerId) is not { IsDeleted: false } customer)
        {
            throw StripeError.NoSuch(ObjectNames.Customer, request.CustomerId, "customer");
        }

        if (customer.TestClockId is not null
            && state.Subscriptions.OlderThan(null, customer.Id).Count(owned => !owned.HasEnded) >= StateLimits.SubscriptionsPerClockedCustomerMax)
        {
            throw StripeError.InvalidParameter(
                $"A customer with a test clock can have at most {StateLimits.SubscriptionsPerClockedCustomerMax} subscriptions.", "customer");
        }

        var items = ItemParameters.ApplyTo([], request.Items, state);
        var defaultId = request.Fields.DefaultMethodOr(null, call, customer.Id);
        var trialEnd = request.TrialEnd ?? (request.TrialDays is { } days ? state.Now + (days * DaySeconds) : null);
        var method = (defaultId ?? customer.DefaultPaymentMethodId) is { } id ? state.PaymentMethods.Find(id) : null;
        RefuseIfUnpayable(request, method, isFree: trialEnd is not null || items.Sum(item => item.AmountCents) == 0);

        return call.Processes.Subscriptions.Start(
            new NewSubscription
            {
                CustomerId = customer.Id,
                Items = items,
                IsClassic = request.IsClassic ?? call.IsClassicByDefault,
                FirstMethod = request.PaymentBehavior == WaitForPage ? null : method,
                Confirmation = Confirmation(call, request),
                DefaultPaymentMethodId = defaultId,
                Description = request.Fields.Description.Value,
                TrialEnd = trialEnd,
                MissingPaymentMethod = request.MissingPaymentMethod,
                Cancellation = begun => request.Fields.ApplyTo(begun, state.Now),
                Metadata = request.Fields.Metadata.ApplyWithinLimit(MetadataChange.Empty),
            },
            call.Cause);
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

    private static long? TrialDays(Parameters parameters) => parameters.Integer("trial_period_days") switch
    {
        null or 0 => null,
        > 0 and <= TrialDaysMax and var days => days,
        _ => throw StripeError.InvalidParameter($"A trial may last at most {TrialDaysMax} days.", "trial_period_days"),
    };

    private static string MissingPaymentMethod(Parameters? settings)
    {
        var behavior = settings?.Nested("end_behavior")?.OneOf("missing_payment_method", "create_invoice", "cancel", "pause");
        return behavior == "pause"
            ? throw StripeError.NotEmulated("subscriptions that pause when a trial ends", "trial_settings[end_behavior][missing_payment_method]")
            : behavior ?? "create_invoice";
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
        IReadOnlyList<ItemParameters> Items,
        string PaymentBehavior,
        long? TrialDays,
        long? TrialEnd,
        string MissingPaymentMethod,
        bool? IsClassic,
        SubscriptionParameters Fields);
}
