using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Saves payment methods for later: what a payment would do, without the payment.</summary>
internal sealed class Setups(StripeState state, Wallets wallets)
{
    /// <summary>Tries the method at once. The answer's <see cref="SetupIntent.LastError"/> says whether its bank refused.</summary>
    public SetupIntent Attempt(SetupIntent intent, PaymentMethod method, EventCause cause)
    {
        var error = method.Card is { CanBeAttached: false, Decline: { } decline } ? new LastSetupError(decline, method) : null;
        var attempt = state.SetupAttempts.Put(new SetupAttempt
        {
            Id = StripeIds.Stamped("setatt", state.Now),
            Created = state.Now,
            SetupIntentId = intent.Id,
            PaymentMethod = method,
            Usage = intent.Usage,
            CustomerId = intent.CustomerId,
            Error = error,
        });
        return error is null ? Succeed(intent, method, attempt, cause) : Fail(intent, error, attempt, cause);
    }

    public SetupIntent Cancel(SetupIntent intent, string? reason, EventCause cause)
    {
        var canceled = state.SetupIntents.Put(intent with { Status = SetupIntentStatus.Canceled, CancellationReason = reason });
        state.Record(EventTypes.SetupIntentCanceled, canceled, cause);
        return canceled;
    }

    private SetupIntent Succeed(SetupIntent intent, PaymentMethod method, SetupAttempt attempt, EventCause cause)
    {
        if (intent.CustomerId is { } customerId)
        {
            wallets.Attach(method, customerId, cause);
        }

        var succeeded = state.SetupIntents.Put(intent with
        {
            Status = SetupIntentStatus.Succeeded,
            PaymentMethodId = method.Id,
            LatestAttemptId = attempt.Id,
            LastError = null,
        });
        state.Record(EventTypes.SetupIntentSucceeded, succeeded, cause);
        return succeeded;
    }

    private SetupIntent Fail(SetupIntent intent, LastSetupError error, SetupAttempt attempt, EventCause cause)
    {
        var failed = state.SetupIntents.Put(intent with
        {
            Status = SetupIntentStatus.RequiresPaymentMethod,
            PaymentMethodId = null,
            LatestAttemptId = attempt.Id,
            LastError = error,
        });
        state.Record(EventTypes.SetupIntentFailed, failed, cause);
        return failed;
    }
}
