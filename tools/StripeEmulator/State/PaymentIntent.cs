using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>An intention to collect one amount; after a declined card it stands ready for another.</summary>
internal sealed record PaymentIntent : StripeResource
{
    public override string ObjectName => ObjectNames.PaymentIntent;

    /// <summary>In the smallest unit of <see cref="Currency"/>.</summary>
    public required long AmountCents { get; init; }
    public required string Currency { get; init; }
    public required string ClientSecret { get; init; }
    public required PaymentIntentStatus Status { get; init; }
    public long AmountReceivedCents { get; init; }

    public long AmountCapturableCents => Status == PaymentIntentStatus.RequiresCapture ? AmountCents : 0;
    public string? CustomerId { get; init; }

    /// <summary>The invoice it pays; only versions before basil show it.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>The Checkout session it was made for, which hears of a delayed payment's outcome.</summary>
    public string? CheckoutSessionId { get; init; }
    public string? PaymentMethodId { get; init; }
    public string? LatestChargeId { get; init; }
    public LastPaymentError? LastPaymentError { get; init; }

    /// <summary>What the payer was last asked to do; it stays, so that an old page knows where it led.</summary>
    public RequiredAction? RequiredAction { get; init; }

    /// <summary>The payment method whose bank has asked the payer already, when the server is to confirm once more.</summary>
    public string? AuthenticatedMethodId { get; init; }
    public string CaptureMethod { get; init; } = "automatic_async";

    /// <summary>The money is only reserved until the merchant says.</summary>
    public bool IsCapturedByHand => CaptureMethod == "manual";
    public string ConfirmationMethod { get; init; } = "automatic";

    /// <summary>Null when the caller named payment_method_types, as versions before endive allow.</summary>
    public AutomaticPaymentMethods? AutomaticPaymentMethods { get; init; } = new("always");
    public string? Description { get; init; }
    public string? ReceiptEmail { get; init; }
    public string? SetupFutureUsage { get; init; }
    public string? StatementDescriptor { get; init; }
    public string? StatementDescriptorSuffix { get; init; }
    public string? TransferGroup { get; init; }
    public Shipping? Shipping { get; init; }
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
    public long? CanceledAt { get; init; }
    public string? CancellationReason { get; init; }

    /// <summary>Amount and means may change only before the money has moved or the intention was given up.</summary>
    public bool IsOpen => Status is
        PaymentIntentStatus.RequiresPaymentMethod or PaymentIntentStatus.RequiresConfirmation or PaymentIntentStatus.RequiresAction;
}

internal enum PaymentIntentStatus
{
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Processing,
    RequiresCapture,
    Succeeded,
    Canceled,
}

/// <summary>Says whether payment methods that send the payer to another page are welcome: <c>always</c> or <c>never</c>.</summary>
internal sealed record AutomaticPaymentMethods(string AllowRedirects);

/// <summary>Why the last attempt failed, with the card as it was then; there is no charge when the payer did not agree to one.</summary>
internal sealed record LastPaymentError(Decline Decline, string? ChargeId, PaymentMethod PaymentMethod);

/// <summary>The payer is to prove who is paying, on a page of the card's bank.</summary>
/// <param name="Source">Names this question among those of the payment, and is not to be guessed.</param>
/// <param name="PageUrl">Where the payer is asked.</param>
/// <param name="ReturnUrl">Where the payer goes from there; null leaves that to the page that asked.</param>
/// <param name="UsesSdk">Whether Stripe.js shows the page.</param>
internal sealed record RequiredAction(string Source, string PageUrl, string? ReturnUrl, bool UsesSdk);
