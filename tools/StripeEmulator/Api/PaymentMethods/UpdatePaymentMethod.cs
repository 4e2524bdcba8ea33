using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>POST /v1/payment_methods/:id, of one that a customer has: another expiry, another address.</summary>
internal static class UpdatePaymentMethod
{
    public static void MapUpdatePaymentMethod(this StripeRoutes api) =>
        api.Map("POST", "/v1/payment_methods/{id}", ObjectNames.PaymentMethod, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        parameters.RefuseUncovered("bank accounts that are changed", "us_bank_account");
        parameters.Accept("payto");
        var card = parameters.Nested("card");
        card?.Accept("networks");
        return new Request(
            parameters.OneOf("allow_redisplay", AllowRedisplay.Values),
            AddressParameters.ReadBillingChange(parameters),
            card is null ? null : CardParameters.ReadExpiry(card),
            parameters.Metadata());
    }

    private static PaymentMethod Apply(ApiCall call, Request request)
    {
        var before = call.State.PaymentMethods.Find(call.Id)
            ?? throw StripeError.NotFound(ObjectNames.PaymentMethod, call.Id, "payment_method");
        if (before.CustomerId is null)
        {
            throw StripeError.Invalid("You must save this PaymentMethod to a customer before you can update it.");
        }

        var after = call.State.PaymentMethods.Put(before with
        {
            AllowRedisplay = request.AllowRedisplay ?? before.AllowRedisplay,
            BillingDetails = request.BillingDetails(before.BillingDetails),
            ExpiryMonth = request.Expiry?.Month ?? before.ExpiryMonth,
            ExpiryYear = request.Expiry?.Year ?? before.ExpiryYear,
            Metadata = request.Metadata.ApplyWithinLimit(before.Metadata),
        });
        if (!ResourceJson.AreSame(before, after, call.Version))
        {
            call.State.Record(EventTypes.PaymentMethodUpdated, after, call.Cause, before);
        }

        return after;
    }

    private sealed record Request(
        string? AllowRedisplay, Func<BillingDetails, BillingDetails> BillingDetails, CardExpiry? Expiry, MetadataChange Metadata);
}
