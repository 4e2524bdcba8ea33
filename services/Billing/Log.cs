namespace Billing;

/// <summary>Every line this service logs. Never a secret, an e-mail address or a card detail.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Purchase {PurchaseId} of package {Package} by user {UserId} has payment {PaymentIntentId}")]
    public static partial void PurchasePayable(ILogger logger, Guid purchaseId, string package, string userId, string paymentIntentId);

    [LoggerMessage(2, LogLevel.Information, "User {UserId} is Stripe customer {CustomerId}")]
    public static partial void CustomerRegistered(ILogger logger, string userId, string customerId);

    [LoggerMessage(3, LogLevel.Warning, "Stripe no longer knows customer {GoneCustomerId} of user {UserId}, who is now {CustomerId}")]
    public static partial void CustomerReplaced(ILogger logger, string userId, string goneCustomerId, string customerId);

    [LoggerMessage(4, LogLevel.Warning, "Stripe does not answer: {Reason}")]
    public static partial void StripeUnavailable(ILogger logger, string reason);

    // Stripe's sentence is left out: for a wrong key it quotes parts of it.
    [LoggerMessage(5, LogLevel.Error,
        "Stripe refused a request: status {Status}, type {Type}, code {Code}, parameter {Parameter}, request {RequestId}")]
    public static partial void StripeRefused(ILogger logger, int status, string? type, string? code, string? parameter, string? requestId);

    [LoggerMessage(6, LogLevel.Information, "Purchase {PurchaseId} succeeded: payment {PaymentIntentId} of user {UserId}, event {EventId}")]
    public static partial void PurchaseSucceeded(ILogger logger, Guid purchaseId, string paymentIntentId, string userId, string eventId);

    [LoggerMessage(7, LogLevel.Information, "Payment {PaymentIntentId} of user {UserId} failed: {Reason}, event {EventId}")]
    public static partial void PurchaseFailed(ILogger logger, string paymentIntentId, string userId, string reason, string eventId);

    [LoggerMessage(8, LogLevel.Information, "Payment {PaymentIntentId} of user {UserId} changes no purchase, event {EventId}")]
    public static partial void PaymentChangesNothing(ILogger logger, string paymentIntentId, string userId, string eventId);

    [LoggerMessage(9, LogLevel.Error,
        "Purchase {PurchaseId} was for {AmountCents} {Currency}, but payment {PaymentIntentId} brought {ReceivedCents} {ReceivedCurrency}")]
    public static partial void MoneyDiffers(
        ILogger logger,
        Guid purchaseId,
        long amountCents,
        string currency,
        string paymentIntentId,
        long receivedCents,
        string receivedCurrency);

    [LoggerMessage(10, LogLevel.Warning, "Grant {GrantId} for payment {PaymentIntentId} of user {UserId} belongs to no purchase here")]
    public static partial void GrantWithoutPurchase(ILogger logger, Guid grantId, string? paymentIntentId, string userId);

    [LoggerMessage(11, LogLevel.Information, "Purchase {PurchaseId} of user {UserId} is canceled, event {EventId}")]
    public static partial void PurchaseCanceled(ILogger logger, Guid purchaseId, string userId, string eventId);

    [LoggerMessage(12, LogLevel.Information, "Event {EventId} says {Kind} of payment {PaymentIntentId}")]
    public static partial void PaymentFactNoted(ILogger logger, string eventId, string kind, string paymentIntentId);

    [LoggerMessage(13, LogLevel.Information, "Stripe event {EventId} was read with its body by operator {UserId}")]
    public static partial void StripeEventRead(ILogger logger, string eventId, string userId);

    [LoggerMessage(14, LogLevel.Information, "{Count} archived Stripe events past their time are deleted")]
    public static partial void StripeEventsForgotten(ILogger logger, int count);

    [LoggerMessage(15, LogLevel.Warning, "The archive is not swept, the database is away: {Reason}")]
    public static partial void SweeperWaits(ILogger logger, string reason);

    [LoggerMessage(16, LogLevel.Information, "Purchase {PurchaseId} of package {Package} by user {UserId} has Checkout {SessionId}")]
    public static partial void CheckoutOpened(ILogger logger, Guid purchaseId, string package, string userId, string sessionId);

    [LoggerMessage(17, LogLevel.Information, "User {UserId} may subscribe by Checkout {SessionId}")]
    public static partial void PlanCheckoutOpened(ILogger logger, string userId, string sessionId);

    [LoggerMessage(18, LogLevel.Information, "Checkout {SessionId} is no longer open and can't be closed")]
    public static partial void CheckoutNotExpired(ILogger logger, string sessionId);

    [LoggerMessage(19, LogLevel.Information, "Subscription {SubscriptionId} of user {UserId} is {Status}")]
    public static partial void SubscriptionMirrored(ILogger logger, string subscriptionId, string userId, string status);

    [LoggerMessage(21, LogLevel.Information,
        "Operator {OperatorId} refunds {AmountCents} {Currency} of purchase {PurchaseId}: refund {RefundId}")]
    public static partial void PurchaseRefundRequested(
        ILogger logger, string operatorId, long amountCents, string currency, Guid purchaseId, string refundId);

    [LoggerMessage(20, LogLevel.Warning, "Subscription {SubscriptionId} is not the plan's and is left alone")]
    public static partial void SubscriptionNotOurs(ILogger logger, string subscriptionId);

    [LoggerMessage(22, LogLevel.Warning, "What was taken back for payment {PaymentIntentId} of user {UserId} belongs to no purchase here")]
    public static partial void ClawbackWithoutPurchase(ILogger logger, string paymentIntentId, string userId);

    [LoggerMessage(30, LogLevel.Warning, "Event {EventId} of type {EventType} of {CreatedAt} was missed")]
    public static partial void EventMissed(ILogger logger, string eventId, string eventType, DateTimeOffset createdAt);

    [LoggerMessage(31, LogLevel.Information, "Event {EventId} of type {EventType} was brought in from Stripe's list")]
    public static partial void EventHealed(ILogger logger, string eventId, string eventType);

    [LoggerMessage(32, LogLevel.Error, "Event {EventId} of type {EventType} from Stripe's list was refused by the ingress: {Code}")]
    public static partial void EventNotHealed(ILogger logger, string eventId, string eventType, string code);

    [LoggerMessage(33, LogLevel.Information,
        "Backfill by {StartedBy}: {LookedAt} events looked at, {Missed} missed, {Healed} healed, {Failed} failed; problem: {Problem}")]
    public static partial void BackfillEnded(
        ILogger logger, string startedBy, int lookedAt, int missed, int healed, int failed, string problem);

    [LoggerMessage(34, LogLevel.Warning, "Events can't be handed to the ingress: {Reason}")]
    public static partial void IngressUnavailable(ILogger logger, string reason);

    [LoggerMessage(36, LogLevel.Error, "Money and credits differ: {Difference}")]
    public static partial void PurchaseDiffers(ILogger logger, string difference);

    [LoggerMessage(37, LogLevel.Information, "Money and credits of {Purchases} purchases are compared: {Differences} differ")]
    public static partial void Reconciled(ILogger logger, long purchases, long differences);

    [LoggerMessage(38, LogLevel.Warning, "Reconciliation waits for the database: {Reason}")]
    public static partial void ReconciliationWaits(ILogger logger, string reason);

    [LoggerMessage(35, LogLevel.Information, "Event {EventId} was replayed by operator {UserId}: {Outcome}")]
    public static partial void EventReplayed(ILogger logger, string eventId, string userId, string outcome);
}
