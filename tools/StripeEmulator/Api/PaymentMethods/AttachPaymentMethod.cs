using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>POST /v1/payment_methods/:id/attach; the id may be a test token, which makes a new method.</summary>
internal static class AttachPaymentMethod
{
    public static void MapAttachPaymentMethod(this StripeRoutes api) => api.Map(
        "POST",
        "/v1/payment_methods/{id}/attach",
        ObjectNames.PaymentMethod,
        Read,
        (call, customerId) => call.State.Customers.Find(customerId) is { IsDeleted: false }
            ? Attach(call, call.Id, customerId)
            : throw StripeError.NoSuch(ObjectNames.Customer, customerId, "customer"));

    private static string Read(Parameters parameters)
    {
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        return parameters.RequiredText("customer");
    }

    public static PaymentMethod Attach(ApiCall call, string idOrToken, string customerId) =>
        call.Processes.Wallets.Attach(Attachable(call, idOrToken, customerId), customerId, call.Cause);

    /// <summary>The method, if it can become the customer's. A card that its bank refuses is refused here, too.</summary>
    public static PaymentMethod Attachable(ApiCall call, string idOrToken, string customerId)
    {
        var method = TestMethods.FindOrCreate(call.State, idOrToken, "payment_method");
        if (method.CustomerId is { } owner && owner != customerId)
        {
            throw StripeError.Invalid("The payment method you provided has already been attached to a customer.");
        }

        return method.Card is { CanBeAttached: false, Decline: { } decline } ? throw StripeError.CardRefused(decline) : method;
    }
}
