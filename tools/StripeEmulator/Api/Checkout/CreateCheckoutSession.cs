using System.Collections.Immutable;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Checkout;

/// <summary>POST /v1/checkout/sessions, for one payment or for a subscription, on the hosted page.</summary>
internal static class CreateCheckoutSession
{
    private const long LifetimeSeconds = 24 * 3_600;
    private const long LifetimeSecondsMin = 1_800;

    public static void MapCreateCheckoutSession(this StripeRoutes api) =>
        api.Map("POST", "/v1/checkout/sessions", ObjectNames.CheckoutSession, CheckoutParameters.Read, Apply);

    private static CheckoutSession Apply(ApiCall call, CheckoutParameters parameters)
    {
        var state = call.State;
        if (parameters.CustomerId is { } customerId && state.Customers.Find(customerId) is not { IsDeleted: false })
        {
            throw StripeError.NoSuch(ObjectNames.Customer, customerId, "customer");
        }

        var lines = Lines(state, parameters);
        var id = StripeIds.CheckoutSession();
        return call.Processes.Checkout.Open(new CheckoutSession
        {
            Id = id,
            Created = state.Now,
            IsSubscription = parameters.IsSubscription,
            Currency = lines[0].Price.Currency,
            Lines = lines,
            Url = new Uri(call.Pages, $"/checkout/{id}").ToString(),
            ExpiresAt = ExpiresAt(parameters, state.Now),
            Status = CheckoutStatus.Open,
            PaymentStatus = CheckoutPaymentStatus.Unpaid,
            IsClassic = call.IsClassicByDefault,
            AlwaysCreatesCustomer = parameters.AlwaysCreatesCustomer,
            SuccessUrl = parameters.SuccessUrl,
            CancelUrl = parameters.CancelUrl,
            ClientReferenceId = parameters.ClientReferenceId,
            CustomerId = parameters.CustomerId,
            CustomerEmail = parameters.CustomerEmail,
            Locale = parameters.Locale,
            SubmitType = parameters.SubmitType,
            AllowsPromotionCodes = parameters.AllowsPromotionCodes,
            PaymentData = parameters.PaymentData,
            SubscriptionData = parameters.SubscriptionData,
            Metadata = parameters.Metadata.ApplyWithinLimit(MetadataChange.Empty),
        });
    }

    private static ImmutableArray<CheckoutLine> Lines(StripeState state, CheckoutParameters parameters)
    {
        var lines = parameters.Lines.Select(line =>
        {
            var price = line.Price.Resolve(state);
            return new CheckoutLine(
                StripeIds.Stamped("li", state.Now), price, line.Quantity, state.Products.Find(price.ProductId)?.Name ?? price.ProductId);
        }).ToImmutableArray();

        var recurring = lines.Count(line => line.Price.Recurrence is not null);
        if (parameters.IsSubscription ? recurring == 0 : recurring > 0)
        {
            throw StripeError.InvalidParameter(
                parameters.IsSubscription
                    ? "You must provide at least one recurring price in `subscription` mode when using prices."
                    : "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
                "mode");
        }

        return parameters.IsSubscription && recurring < lines.Length
            ? throw StripeError.NotEmulated("one-time prices in a subscription's session", "line_items")
            : lines;
    }

    private static long ExpiresAt(CheckoutParameters parameters, long now) => parameters.ExpiresAt switch
    {
        null => now + LifetimeSeconds,
        { } at when at >= now + LifetimeSecondsMin && at <= now + LifetimeSeconds => at,
        _ => throw StripeError.InvalidParameter(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", "expires_at"),
    };
}
