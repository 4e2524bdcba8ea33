namespace StripeEmulator.State;

/// <summary>Why a card was refused, in Stripe's words. There is no decline code when the bank was not even asked for the money.</summary>
internal sealed record Decline(string Code, string? DeclineCode, string Message)
{
    public static readonly Decline Generic = new("card_declined", "generic_decline", "Your card was declined.");
    public static readonly Decline InsufficientFunds = new("card_declined", "insufficient_funds", "Your card has insufficient funds.");
    public static readonly Decline LostCard = new("card_declined", "lost_card", "Your card was declined.");
    public static readonly Decline StolenCard = new("card_declined", "stolen_card", "Your card was declined.");
    public static readonly Decline ExpiredCard = new("expired_card", "expired_card", "Your card has expired.");
    public static readonly Decline IncorrectCvc = new("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.");

    public static readonly Decline ProcessingError = new(
        "processing_error", "processing_error", "An error occurred while processing your card. Try again in a little bit.");

    public static readonly Decline VelocityExceeded = new(
        "card_declined",
        "card_velocity_exceeded",
        "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.");

    public static readonly Decline BankInsufficientFunds = new(
        "payment_method_provider_decline", "insufficient_funds", "The customer's bank account has insufficient funds.");

    /// <summary>The bank wants to ask the payer, who is not there.</summary>
    public static readonly Decline AuthenticationRequired = new(
        "authentication_required", "authentication_required", "Your card was declined. This transaction requires authentication.");

    /// <summary>The payer was asked and did not prove to be the card's owner, or gave up.</summary>
    public static readonly Decline AuthenticationFailed = new(
        "payment_intent_authentication_failure",
        null,
        "The provided PaymentMethod has failed authentication. You can provide payment_method_data or a new PaymentMethod to attempt to "
            + "fulfill this PaymentIntent again.");

    /// <summary>The same when there was no payment, only a card to be saved.</summary>
    public static readonly Decline SetupAuthenticationFailed = AuthenticationFailed with
    {
        Code = "setup_intent_authentication_failure",
        Message = "The latest attempt to set up the payment method has failed because authentication failed.",
    };

    public static readonly Decline LiveCard = new(
        "card_declined",
        "test_mode_live_card",
        "Your card was declined. Your request was in test mode, but used a non test (live) card. "
            + "For a list of valid test cards, visit: https://stripe.com/docs/testing.");

    /// <summary>What a page tells the payer.</summary>
    public string PayerMessage => this == AuthenticationFailed || this == SetupAuthenticationFailed
        ? "We are unable to authenticate your payment method. Please choose a different payment method and try again."
        : Message;

    /// <summary>Stripe's type of the error.</summary>
    public string ErrorType => DeclineCode is null ? "invalid_request_error" : "card_error";

    /// <summary>What Stripe advises the merchant: another card, or the same one once more.</summary>
    public string? AdviceCode => DeclineCode switch
    {
        null => null,
        "lost_card" or "stolen_card" => "do_not_try_again",
        "expired_card" or "incorrect_cvc" => "confirm_card_data",
        _ => "try_again_later",
    };
}
