using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>What to pay with: the id of a method, a test token, or a card sent along.</summary>
internal sealed record MethodParameters(string? IdOrToken, CardParameters? Card, bool NamesTypes)
{
    public static MethodParameters Read(Parameters parameters)
    {
        parameters.Accept(
            "allowed_payment_method_types", "excluded_payment_method_types", "payment_method_options", "payment_method_configuration");
        parameters.RefuseUncovered("confirmation tokens", "confirmation_token");
        var types = parameters.List("payment_method_types");
        if (types is not null && parameters.Version.IsAtLeast(ApiVersion.Endive))
        {
            throw StripeError.PaymentMethodTypesGone();
        }

        if (types is { } named && !named.Contains("card"))
        {
            throw StripeError.NotEmulated("payment methods other than cards", "payment_method_types");
        }

        return new MethodParameters(
            parameters.Text("payment_method"),
            parameters.Nested("payment_method_data") is { } card ? CardParameters.Read(card) : null,
            types is not null);
    }

    /// <summary>The method to use, made now when it is a card or a token; null when the caller named none.</summary>
    public PaymentMethod? Resolve(StripeState state) =>
        Card?.Create(state) ?? (IdOrToken is null ? null : TestMethods.FindOrCreate(state, IdOrToken, "payment_method"));
}
