using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>
/// One try to take the money: the payment as it stands after it, and the charge that was made. There is none when the payer has
/// to be asked first, or did not agree.
/// </summary>
internal sealed record PaymentAttempt(PaymentIntent Intent, Charge? Charge)
{
    public bool Succeeded => Charge is { Succeeded: true };

    /// <summary>The money is reserved, and no more.</summary>
    public bool AwaitsCapture => Charge is { AwaitsCapture: true };

    /// <summary>A delayed method: the bank has not answered yet.</summary>
    public bool IsPending => Charge is { IsPending: true };

    public bool AsksPayer => Intent.Status == PaymentIntentStatus.RequiresAction;

    /// <summary>Why it was refused; null when it was not.</summary>
    public Decline? Decline => Intent.LastPaymentError?.Decline;
}
