using System.Collections.Frozen;
using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>A card of Stripe's test set: what is seen of it, and what becomes of a charge (null: it succeeds).</summary>
internal sealed record TestCard(
    string Token,
    string Brand,
    string Last4,
    string Funding,
    string Fingerprint,
    Decline? Decline,
    Aftermath Aftermath,
    Authentication Authentication)
{
    /// <summary>
    /// A card that its bank refuses can't be saved either, but for the one that is made for failing renewals and those whose
    /// bank first asks the payer.
    /// </summary>
    public bool CanBeAttached => Decline is null || Authentication != Authentication.None || FailsOnlyWhenCharged;

    /// <summary>Its bank has nothing against its being saved; each charge is refused.</summary>
    public bool FailsOnlyWhenCharged => Token == "chargeCustomerFail";
}

/// <summary>When the card's bank wants the payer to prove who is paying (3D Secure).</summary>
internal enum Authentication
{
    None,

    /// <summary>Whenever the payer is there to be asked; a payment without the payer is refused.</summary>
    Always,

    /// <summary>As <see cref="Always"/>, but payments without the payer go well once one with the payer prepared for them.</summary>
    UnlessSetUp,

    /// <summary>Only when the payer is there to be asked: the card counts as prepared for payments without the payer.</summary>
    OnSessionOnly,
}

/// <summary>What follows a charge that went well.</summary>
internal enum Aftermath
{
    None,
    FraudulentDispute,
    ProductNotReceivedDispute,
    Inquiry,
    EarlyFraudWarning,
    RefundFails,
    RefundPends,
}

/// <summary>The test cards, by token (<c>pm_card_visa</c>, <c>tok_visa</c>) and by number.</summary>
internal static class TestCards
{
    /// <summary>Numbers are Stripe's published test numbers; none of them is anybody's card.</summary>
    private static readonly ImmutableArray<Row> Table =
    [
        new("4242424242424242", "visa", "visa", "credit"),
        new("4000056655665556", "visa_debit", "visa", "debit"),
        new("5555555555554444", "mastercard", "mastercard", "credit"),
        new("5200828282828210", "mastercard_debit", "mastercard", "debit"),
        new("5105105105105100", "mastercard_prepaid", "mastercard", "prepaid"),
        new("378282246310005", "amex", "amex", "credit"),
        new("6011111111111117", "discover", "discover", "credit"),
        new("3056930009020004", "diners", "diners", "credit"),
        new("3566002020360505", "jcb", "jcb", "credit"),
        new("6200000000000005", "unionpay", "unionpay", "credit"),
        new("4000000000000077", "bypassPending", "visa", "credit"),
        new("4000000000000002", "chargeDeclined", "visa", "credit", Decline.Generic),
        new("4000000000009995", "chargeDeclinedInsufficientFunds", "visa", "credit", Decline.InsufficientFunds),
        new("4000000000009987", "chargeDeclinedLostCard", "visa", "credit", Decline.LostCard),
        new("4000000000009979", "chargeDeclinedStolenCard", "visa", "credit", Decline.StolenCard),
        new("4000000000000069", "chargeDeclinedExpiredCard", "visa", "credit", Decline.ExpiredCard),
        new("4000000000000127", "chargeDeclinedIncorrectCvc", "visa", "credit", Decline.IncorrectCvc),
        new("4000000000000119", "chargeDeclinedProcessingError", "visa", "credit", Decline.ProcessingError),
        new("4000000000006975", "chargeDeclinedVelocityLimitExceeded", "visa", "credit", Decline.VelocityExceeded),
        new("4000000000000341", "chargeCustomerFail", "visa", "credit", Decline.Generic),
        new("4000000000000259", "createDispute", "visa", "credit", Aftermath: Aftermath.FraudulentDispute),
        new("4000000000002685", "createDisputeProductNotReceived", "visa", "credit", Aftermath: Aftermath.ProductNotReceivedDispute),
        new("4000000000001976", "createDisputeInquiry", "visa", "credit", Aftermath: Aftermath.Inquiry),
        new("4000000000005423", "createIssuerFraudRecord", "visa", "credit", Aftermath: Aftermath.EarlyFraudWarning),
        new("4000000000005126", "refundFail", "visa", "credit", Aftermath: Aftermath.RefundFails),
        new("4000000000007726", "pendingRefund", "visa", "credit", Aftermath: Aftermath.RefundPends),
        new("4000002500003155", "authenticationRequiredOnSetup", "visa", "credit", Authentication: Authentication.UnlessSetUp),
        new("4000002760003184", "authenticationRequired", "visa", "credit", Authentication: Authentication.Always),
        new("4000003800000446", "authenticationRequiredSetupForOffSession", "visa", "credit", Authentication: Authentication.OnSessionOnly),
        new(
            "4000008260003178", "authenticationRequiredChargeDeclinedInsufficientFunds", "visa", "credit",
            Decline.InsufficientFunds, Authentication: Authentication.OnSessionOnly),
        new("4000000000003220", "threeDSecure2Required", "visa", "credit", Authentication: Authentication.Always),
        new("4000000000003063", "threeDSecureRequired", "visa", "credit", Authentication: Authentication.Always),
        new(
            "4000008400001629", "threeDSecureRequiredChargeDeclined", "visa", "credit",
            Decline.Generic, Authentication: Authentication.Always),
    ];

    private static readonly FrozenDictionary<string, TestCard> ByNumber =
        Table.ToFrozenDictionary(row => row.Number, row => new TestCard(
            row.Name, row.Brand, row.Number[^4..], row.Funding, "Emulated" + row.Number[..4] + row.Number[^4..],
            row.Decline, row.Aftermath, row.Authentication));

    private static readonly FrozenDictionary<string, TestCard> ByName = ByNumber.Values
        .SelectMany(card => new[] { card.Token, "visa_" + card.Token }.Select(name => (name, card)))
        .DistinctBy(named => named.name)
        .ToFrozenDictionary(named => named.name, named => named.card);

    /// <summary>A new payment method of the card behind <c>pm_card_…</c>; null when the token is not one of ours.</summary>
    public static TestCard? ByMethodToken(string token) => Named(token, "pm_card_");

    /// <summary>The card behind <c>tok_…</c>, as old clients and the Stripe CLI still send it.</summary>
    public static TestCard? ByCardToken(string token) => Named(token, "tok_");

    public static TestCard? ByCardNumber(string digits) => ByNumber.GetValueOrDefault(digits);

    /// <summary>Whether the check digit is right; a wrong one is a typing error, not a refusal by the bank.</summary>
    public static bool HasValidCheckDigit(string digits)
    {
        var sum = 0;
        for (var position = 0; position < digits.Length; position++)
        {
            var digit = digits[digits.Length - 1 - position] - '0';
            var weighted = position % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return sum % 10 == 0;
    }

    private static TestCard? Named(string token, string prefix) =>
        token.StartsWith(prefix, StringComparison.Ordinal) ? ByName.GetValueOrDefault(token[prefix.Length..]) : null;

    private sealed record Row(
        string Number,
        string Name,
        string Brand,
        string Funding,
        Decline? Decline = null,
        Aftermath Aftermath = Aftermath.None,
        Authentication Authentication = Authentication.None);
}
