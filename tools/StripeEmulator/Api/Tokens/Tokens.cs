using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Tokens;

/// <summary>POST /v1/tokens of a card, as old pages do it before anything else, and GET of one.</summary>
internal static class Tokens
{
    public static void MapTokens(this StripeRoutes api)
    {
        api.Map("POST", "/v1/tokens", ObjectNames.Token, Read, Create, allowsPublishableKey: true);
        api.Map("GET", "/v1/tokens/{id}", ObjectNames.Token, call =>
            call.State.Tokens.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Token, call.Id, "token"));
    }

    private static Request Read(Parameters parameters)
    {
        parameters.RefuseUncovered("tokens of anything but cards", "account", "bank_account", "cvc_update", "person", "pii");
        parameters.RefuseUncovered("Connect", "customer");
        var card = parameters.Nested("card") ?? throw StripeError.MissingParameter("card");
        card.Accept("currency", "cvc", "networks");
        card.RequiredInteger("exp_month");
        card.RequiredInteger("exp_year");
        return new Request(
            CardParameters.FindByNumber(card),
            CardParameters.ReadExpiry(card),
            card.Text("name"),
            new Address(
                card.Text("address_city"),
                card.Text("address_country"),
                card.Text("address_line1"),
                card.Text("address_line2"),
                card.Text("address_zip"),
                card.Text("address_state")));
    }

    private static Token Create(ApiCall call, Request request) => call.State.Tokens.Put(new Token
    {
        Id = StripeIds.Stamped("tok", call.State.Now),
        Created = call.State.Now,
        CardId = StripeIds.Stamped("card", call.State.Now),
        Card = request.Card,
        ExpiryMonth = request.Expiry.Month!.Value,
        ExpiryYear = request.Expiry.Year!.Value,
        Name = request.Name,
        Address = request.Address,
    });

    private sealed record Request(TestCard Card, CardExpiry Expiry, string? Name, Address Address);
}
