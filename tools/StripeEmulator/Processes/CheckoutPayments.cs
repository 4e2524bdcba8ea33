using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Begins the payment of a Checkout session, at the first try; later tries go on with it.</summary>
internal sealed class CheckoutPayments(StripeState state)
{
    public (PaymentIntent Intent, bool IsFirstTry) For(CheckoutSession session)
    {
        if (session.PaymentIntentId is { } known && state.PaymentIntents.Find(known) is { } earlier)
        {
            return (earlier with { CustomerId = session.CustomerId }, false);
        }

        var data = session.PaymentData;
        var id = StripeIds.PaymentIntent(state.Now);
        var intent = new PaymentIntent
        {
            Id = id,
            Created = state.Now,
            AmountCents = session.DueNowCents,
            Currency = session.Currency,
            ClientSecret = StripeIds.ClientSecret(id),
            Status = PaymentIntentStatus.RequiresPaymentMethod,
            CustomerId = session.CustomerId,
            CheckoutSessionId = session.Id,
            Description = data.Description,
            ReceiptEmail = data.ReceiptEmail,
            SetupFutureUsage = data.SetupFutureUsage,
            StatementDescriptor = data.StatementDescriptor,
            StatementDescriptorSuffix = data.StatementDescriptorSuffix,
            TransferGroup = data.TransferGroup,
            AutomaticPaymentMethods = null,
            Shipping = data.Shipping,
            Metadata = data.Metadata,
        };
        return (state.PaymentIntents.Put(intent with { CaptureMethod = data.CaptureMethod ?? intent.CaptureMethod }), true);
    }
}
