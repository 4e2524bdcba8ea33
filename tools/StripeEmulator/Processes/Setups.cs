using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Saves payment methods for later: what a payment would do, without the payment.</summary>
internal sealed class Setups(StripeState state, Wallets wallets)
{
    /// <summary>
    /// Tries the method at once, unless its bank wants to ask first. The answer's <see cref="SetupIntent.LastError"/> says
    /// whether the bank refused.
    /// </summary>
    public SetupIntent Attempt(SetupIntent intent, PaymentMethod method, Confirmation confirmation, EventCause cause) =>
        confirmation.Asks(method) && confirmation.Question(intent, state.Now) is { } question
            ? Ask(intent, method, question, cause)
            : Try(intent, method, cause);

    /// <summary>The setup that asked this, whether it still waits for an answer or not.</summary>
    public SetupIntent? Find(string intentId, string source) =>
        state.SetupIntents.Find(intentId) is { RequiredAction: { } asked } intent && asked.Source == source ? intent : null;

    /// <summary>The setup as it stands after the payer's answer; a second answer changes nothing.</summary>
    public SetupIntent Answer(SetupIntent intent, bool agrees)
    {
        if (intent.Status != SetupIntentStatus.RequiresAction || state.PaymentMethods.Find(intent.PaymentMethodId!) is not { } method)
        {
            return intent;
        }

        return agrees
            ? Try(intent, method, EventCause.Stripe)
            : Fail(intent, new LastSetupError(Decline.SetupAuthenticationFailed, method), EventCause.Stripe);
    }

    public SetupIntent Cancel(SetupIntent intent, string? reason, EventCause cause)
    {
        var canceled = state.SetupIntents.Put(intent with { Status = SetupIntentStatus.Canceled, CancellationReason = reason });
        state.Record(EventTypes.SetupIntentCanceled, canceled, cause);
        return canceled;
    }

    private SetupIntent Try(SetupIntent intent, PaymentMethod method, EventCause cause) =>
        method.Card is { FailsOnlyWhenCharged: false, Decline: { } decline }
            ? Fail(intent, new LastSetupError(decline, method), cause)
            : Succeed(intent, method, cause);

    private SetupIntent Ask(SetupIntent intent, PaymentMethod method, RequiredAction question, EventCause cause)
    {
        var asking = state.SetupIntents.Put(intent with
        {
            Status = SetupIntentStatus.RequiresAction,
            PaymentMethodId = method.Id,
            RequiredAction = question,
            LastError = null,
        });
        state.Record(EventTypes.SetupIntentRequiresAction, asking, cause);
        return asking;
    }

    private SetupIntent Succeed(SetupIntent intent, PaymentMethod method, EventCause cause)
    {
        var saved = intent.Usage == "off_session" ? state.PaymentMethods.Put(method with { IsSetUpForOffSession = true }) : method;
        if (intent.CustomerId is { } customerId)
        {
            wallets.Attach(saved, customerId, cause);
        }

        var succeeded = state.SetupIntents.Put(intent with
        {
            Status = SetupIntentStatus.Succeeded,
            PaymentMethodId = method.Id,
            LatestAttemptId = Note(intent, method, error: null),
            LastError = null,
        });
        state.Record(EventTypes.SetupIntentSucceeded, succeeded, cause);
        return succeeded;
    }

    private SetupIntent Fail(SetupIntent intent, LastSetupError error, EventCause cause)
    {
        var failed = state.SetupIntents.Put(intent with
        {
            Status = SetupIntentStatus.RequiresPaymentMethod,
            PaymentMethodId = null,
            LatestAttemptId = Note(intent, error.PaymentMethod, error),
            LastError = error,
        });
        state.Record(EventTypes.SetupIntentFailed, failed, cause);
        return failed;
    }

    private string Note(SetupIntent intent, PaymentMethod method, LastSetupError? error) => state.SetupAttempts.Put(new SetupAttempt
    {
        Id = StripeIds.Stamped("setatt", state.Now),
        Created = state.Now,
        SetupIntentId = intent.Id,
        PaymentMethod = method,
        Usage = intent.Usage,
        CustomerId = intent.CustomerId,
        Error = error,
    }).Id;
}
