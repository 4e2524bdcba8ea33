using Contracts;
using Credits.Refunds;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Credits.Granting;

/// <summary>Grants the credits of a paid pack.</summary>
/// <remarks>
/// Stripe may deliver the payment twice, under two event ids. The grant's source, <c>purchase:{paymentIntentId}</c>, is unique in
/// the database, so whoever comes second changes nothing. A user we never saw gets an account first.
/// </remarks>
internal sealed class PaymentSucceededConsumer(Payments payments, ILogger<PaymentSucceededConsumer> logger) : IConsumer<PaymentSucceeded>
{
    public async Task Consume(ConsumeContext<PaymentSucceeded> context)
    {
        var payment = context.Message;
        PaymentMismatchException.ThrowIfMismatched(payment);
        if (await payments.GrantAsync(payment, context.CancellationToken))
        {
            Log.PurchaseGranted(logger, payment.EventId, payment.UserId, payment.PaymentIntentId, payment.Credits);
        }
    }
}

internal sealed class PaymentSucceededConsumerDefinition()
    : AtLeastOnceDefinition<PaymentSucceededConsumer, PaymentSucceeded>(MessageRoutes.CreditsPaymentSucceeded, payment => payment.UserId);
