using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>
/// A new card as a page sends it, in full. The number is looked up among the test cards and then forgotten.
/// </summary>
internal sealed record CardParameters
{
    private const int FarMonth = 12;
    private const int YearsAhead = 3;
    private const int NumberLengthMin = 12;
    private const int NumberLengthMax = 19;
    private const int NumberTextLengthMax = 40;

    public required TestCard Card { get; init; }
    public required int? ExpiryMonth { get; init; }
    public required int? ExpiryYear { get; init; }
    public required BillingDetails BillingDetails { get; init; }
    public required MetadataChange Metadata { get; init; }

    /// <summary>Reads <c>type=card</c>, <c>card[…]</c> and <c>billing_details[…]</c>.</summary>
    public static CardParameters Read(Parameters parameters)
    {
        var type = parameters.RequiredText("type");
        if (type != "card")
        {
            throw StripeError.NotEmulated($"payment methods of type '{type}'", parameters.NameOf("type"));
        }

        var card = parameters.Nested("card") ?? throw StripeError.MissingParameter(parameters.NameOf("card"));
        card.Accept("cvc", "networks");
        parameters.Accept(
            "allow_redisplay", "client_attribution_metadata", "guid", "muid", "pasted_fields", "payment_user_agent",
            "radar_options", "referrer", "sid", "time_on_page");

        return new CardParameters
        {
            Card = Find(card),
            ExpiryMonth = Within(card, "exp_month", 1, 12, "invalid_expiry_month"),
            ExpiryYear = Within(card, "exp_year", 0, 2100, "invalid_expiry_year") switch
            {
                < 100 and var shortYear => 2000 + shortYear,
                var year => year,
            },
            BillingDetails = AddressParameters.ReadBillingDetails(parameters),
            Metadata = parameters.Metadata(),
        };
    }

    public PaymentMethod Create(StripeState state) => state.PaymentMethods.Put(Build(state, Card) with
    {
        ExpiryMonth = ExpiryMonth ?? FarMonth,
        ExpiryYear = ExpiryYear ?? YearAhead(state.Now),
        BillingDetails = BillingDetails,
        Metadata = Metadata.ApplyWithinLimit(MetadataChange.Empty),
    });

    /// <summary>The method that an id names; a test token such as <c>pm_card_visa</c> makes a new one each time.</summary>
    public static PaymentMethod FindOrCreate(StripeState state, string idOrToken, string parameter) =>
        state.PaymentMethods.Find(idOrToken)
        ?? FromToken(state, idOrToken)
        ?? throw StripeError.NoSuch(ObjectNames.PaymentMethod, idOrToken, parameter);

    /// <summary>A new method of what a test token names; null when it names nothing.</summary>
    public static PaymentMethod? FromToken(StripeState state, string token) =>
        TestCards.ByMethodToken(token) is { } card ? CardMethod(state, card)
        : TestBankAccounts.ByMethodToken(token) is { } account ? BankAccountMethod(state, account)
        : null;

    public static PaymentMethod BankAccountMethod(StripeState state, TestBankAccount account) =>
        state.PaymentMethods.Put(new PaymentMethod
        {
            Id = StripeIds.PaymentMethod(state.Now),
            Created = state.Now,
            BankAccount = account,
        });

    public static PaymentMethod CardMethod(StripeState state, TestCard card) => state.PaymentMethods.Put(Build(state, card));

    private static PaymentMethod Build(StripeState state, TestCard card) => new()
    {
        Id = StripeIds.PaymentMethod(state.Now),
        Created = state.Now,
        Card = card,
        ExpiryMonth = FarMonth,
        ExpiryYear = YearAhead(state.Now),
    };

    private static TestCard Find(Parameters card)
    {
        if (card.Text("token") is { } token)
        {
            return TestCards.ByCardToken(token) ?? throw StripeError.NoSuch("token", token, card.NameOf("token"));
        }

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

    private static int? Within(Parameters card, string name, int min, int max, string code) => card.Integer(name) switch
    {
        null => null,
        { } number when number >= min && number <= max => (int)number,
        _ => throw StripeError.CardInvalid(code, "Your card's expiration date is invalid.", card.NameOf(name)),
    };

    private static int YearAhead(long unixSeconds) => DateTimeOffset.FromUnixTimeSeconds(unixSeconds).Year + YearsAhead;
}
