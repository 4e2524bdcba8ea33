using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>
/// A new card as a page sends it, in full. The number is looked up among the test cards and then forgotten.
/// </summary>
internal sealed record CardParameters
{
    private const int NumberLengthMin = 12;
    private const int NumberLengthMax = 19;
    private const int NumberTextLengthMax = 40;

    /// <summary>Null when it was sent ahead and comes as a token.</summary>
    public required TestCard? Card { get; init; }
    public required string? TokenId { get; init; }
    public required CardExpiry Expiry { get; init; }
    public required BillingDetails BillingDetails { get; init; }
    public required string? AllowRedisplay { get; init; }
    public required MetadataChange Metadata { get; init; }

    /// <summary>Reads <c>type=card</c>, <c>card[…]</c> and <c>billing_details[…]</c>.</summary>
    public static CardParameters Read(Parameters parameters)
    {
        var type = parameters.RequiredText("type");
        if (type != "card")
        {
            throw StripeError.NotEmulated($"payment methods of type '{type}'", parameters.NameOf("type"));
        }

        parameters.RefuseUncovered("bank accounts that are typed", "us_bank_account");
        var card = parameters.Nested("card") ?? throw StripeError.MissingParameter(parameters.NameOf("card"));
        card.Accept("cvc", "networks");
        parameters.RefuseUncovered("payment methods copied between accounts", "customer", "payment_method");
        parameters.Accept(
            "client_attribution_metadata", "guid", "muid", "pasted_fields", "payment_user_agent",
            "radar_options", "referrer", "sid", "time_on_page");

        var token = card.Text("token");
        return new CardParameters
        {
            Card = token is null ? FindByNumber(card) : TestCards.ByCardToken(token),
            TokenId = token,
            Expiry = ReadExpiry(card),
            BillingDetails = AddressParameters.ReadBillingDetails(parameters),
            AllowRedisplay = parameters.OneOf("allow_redisplay", State.AllowRedisplay.Values),
            Metadata = parameters.Metadata(),
        };
    }

    public PaymentMethod Create(StripeState state)
    {
        var token = Card is null ? Use(state, TokenId!) : null;
        var made = TestMethods.Of(state, Card ?? token!.Card);
        return state.PaymentMethods.Put(made with
        {
            ExpiryMonth = Expiry.Month ?? token?.ExpiryMonth ?? made.ExpiryMonth,
            ExpiryYear = Expiry.Year ?? token?.ExpiryYear ?? made.ExpiryYear,
            BillingDetails = BillingDetails,
            AllowRedisplay = AllowRedisplay ?? made.AllowRedisplay,
            Metadata = Metadata.ApplyWithinLimit(MetadataChange.Empty),
        });
    }

    public static CardExpiry ReadExpiry(Parameters card) => new(
        Within(card, "exp_month", 1, 12, "invalid_expiry_month"),
        Within(card, "exp_year", 0, 2100, "invalid_expiry_year") switch
        {
            < 100 and var shortYear => 2000 + shortYear,
            var year => year,
        });

    /// <summary>The test card that was typed.</summary>
    public static TestCard FindByNumber(Parameters card)
    {
        var number = card.Text("number", NumberTextLengthMax) ?? throw StripeError.MissingParameter(card.NameOf("number"));
        var digits = number.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
        if (digits.Length is < NumberLengthMin or > NumberLengthMax
            || !digits.All(char.IsAsciiDigit)
            || !TestCards.HasValidCheckDigit(digits))
        {
            throw StripeError.CardInvalid("incorrect_number", "Your card number is incorrect.", card.NameOf("number"));
        }

        return TestCards.ByCardNumber(digits) ?? throw StripeError.LiveCard(card.NameOf("number"));
    }

    /// <summary>A token is good for one method.</summary>
    private static Token Use(StripeState state, string tokenId)
    {
        var token = state.Tokens.Find(tokenId) ?? throw StripeError.NoSuch(ObjectNames.Token, tokenId, "card[token]");
        return token.IsUsed
            ? throw StripeError.InvalidParameter(
                $"You cannot use a Stripe token more than once: {token.Id}.", "card[token]", "token_already_used")
            : state.Tokens.Put(token with { IsUsed = true });
    }

    private static int? Within(Parameters card, string name, int min, int max, string code) => card.Integer(name) switch
    {
        null => null,
        { } number when number >= min && number <= max => (int)number,
        _ => throw StripeError.CardInvalid(code, "Your card's expiration date is invalid.", card.NameOf(name)),
    };
}

/// <summary>Until when a card is good, as far as somebody said.</summary>
internal sealed record CardExpiry(int? Month, int? Year);
