using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>An intention to save a payment method for later, without a payment.</summary>
internal sealed record SetupIntent : StripeResource
{
    public override string ObjectName => ObjectNames.SetupIntent;

    public required string ClientSecret { get; init; }
    public required SetupIntentStatus Status { get; init; }
    public string? CustomerId { get; init; }
    public string? PaymentMethodId { get; init; }
    public string? LatestAttemptId { get; init; }
    public LastSetupError? LastError { get; init; }

    /// <summary>What the payer is asked, or was asked last.</summary>
    public RequiredAction? RequiredAction { get; init; }

    /// <summary>Null when the caller named payment_method_types, as versions before endive allow.</summary>
    public AutomaticPaymentMethods? AutomaticPaymentMethods { get; init; }
    public string? Description { get; init; }
    public string Usage { get; init; } = "off_session";
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = MetadataChange.Empty;
    public string? CancellationReason { get; init; }

    public bool IsOpen => Status is not (SetupIntentStatus.Succeeded or SetupIntentStatus.Canceled);
}

internal enum SetupIntentStatus
{
    RequiresPaymentMethod,
    RequiresConfirmation,

    /// <summary>The card's bank wants to ask the payer.</summary>
    RequiresAction,
    Succeeded,
    Canceled,
}

/// <summary>Why the last attempt failed, with the method as it was then.</summary>
internal sealed record LastSetupError(Decline Decline, PaymentMethod PaymentMethod);

/// <summary>One attempt to save a method, whether it worked or not.</summary>
internal sealed record SetupAttempt : StripeResource
{
    public override string ObjectName => ObjectNames.SetupAttempt;

    public required string SetupIntentId { get; init; }
    public required PaymentMethod PaymentMethod { get; init; }
    public required string Usage { get; init; }
    public string? CustomerId { get; init; }

    /// <summary>Null unless it failed.</summary>
    public LastSetupError? Error { get; init; }
}
