using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>One try to take the money: the payment as it stands after it, and the charge that was made.</summary>
internal sealed record PaymentAttempt(PaymentIntent Intent, Charge Charge)
{
    public bool Succeeded => Charge.Succeeded;
}
