using ServiceDefaults;

namespace Billing;

/// <summary>Every line this service logs. Never a secret, an e-mail address or a card detail.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Purchase {PurchaseId} of package {Package} by user {UserId} has payment {PaymentIntentId}")]
    public static partial void PurchasePayable(ILogger logger, Guid purchaseId, string package, string userId, string paymentIntentId);

    [LoggerMessage(2, LogLevel.Information, "Stripe customer {CustomerId} is {Payer}")]
    public static partial void CustomerRegistered(ILogger logger, string payer, string customerId);

    [LoggerMessage(3, LogLevel.Warning, "Stripe no longer knows customer {GoneCustomerId} of {Payer}, now {CustomerId}")]
    public static partial void CustomerReplaced(ILogger logger, string payer, string goneCustomerId, string customerId);

    [LoggerMessage(4, LogLevel.Warning, "Stripe does not answer: {Reason}")]
    public static partial void StripeUnavailable(ILogger logger, string reason);

    // Stripe's sentence is left out: for a wrong key it quotes parts of it.
    [LoggerMessage(5, LogLevel.Error,
        "Stripe refused a request: status {Status}, type {Type}, code {Code}, parameter {Parameter}, request {RequestId}")]
    public static partial void StripeRefused(ILogger logger, int status, string? type, string? code, string? parameter, string? requestId);

    [LoggerMessage(6, LogLevel.Information,
        "Purchase {PurchaseId} succeeded: payment {PaymentIntentId} of user {UserId}, event {EventId}",
        EventName = FrequentLog.Name)]
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

    [LoggerMessage(17, LogLevel.Information, "Checkout {SessionId} is open for the subscription of {Payer}")]
    public static partial void SubscriptionCheckoutOpened(ILogger logger, string payer, string sessionId);

    [LoggerMessage(18, LogLevel.Information, "Checkout {SessionId} is no longer open and can't be closed")]
    public static partial void CheckoutNotExpired(ILogger logger, string sessionId);

    [LoggerMessage(19, LogLevel.Information, "Subscription {SubscriptionId} of {Payer} is {Status}")]
    public static partial void SubscriptionMirrored(ILogger logger, string subscriptionId, string payer, string status);

    [LoggerMessage(21, LogLevel.Information,
        "Operator {OperatorId} refunds {AmountCents} {Currency} of purchase {PurchaseId}: refund {RefundId}")]
    public static partial void PurchaseRefundRequested(
        ILogger logger, string operatorId, long amountCents, string currency, Guid purchaseId, string refundId);

    [LoggerMessage(20, LogLevel.Warning, "Subscription {SubscriptionId} is not one of ours and is left alone")]
    public static partial void SubscriptionNotOurs(ILogger logger, string subscriptionId);

    [LoggerMessage(40, LogLevel.Warning, "Subscriptions are not counted, the database is away: {Reason}")]
    public static partial void SubscriptionsNotCounted(ILogger logger, string reason);

    [LoggerMessage(22, LogLevel.Warning, "Stripe was not told the e-mail address of customer {CustomerId}: {Reason}")]
    public static partial void EmailNotTold(ILogger logger, string customerId, string reason);

    [LoggerMessage(23, LogLevel.Information, "User {UserId} made organization {OrganizationId}")]
    public static partial void OrganizationCreated(ILogger logger, string userId, Guid organizationId);

    [LoggerMessage(24, LogLevel.Information, "User {ActorId} made user {UserId} {Role} of organization {OrganizationId}")]
    public static partial void MembershipChanged(ILogger logger, string actorId, string userId, string role, Guid organizationId);

    [LoggerMessage(25, LogLevel.Information, "User {ActorId} took user {UserId} out of organization {OrganizationId}")]
    public static partial void MembershipEnded(ILogger logger, string actorId, string userId, Guid organizationId);

    [LoggerMessage(26, LogLevel.Information, "Operator {OperatorId} decided on organization {OrganizationId}: {Decision}")]
    public static partial void VerificationDecided(ILogger logger, string operatorId, Guid organizationId, string decision);

    [LoggerMessage(27, LogLevel.Information, "Subscription {SubscriptionId} of user {UserId} renews at price {PriceId} from now on")]
    public static partial void PriceMoved(ILogger logger, string subscriptionId, string userId, string priceId);

    [LoggerMessage(28, LogLevel.Warning, "What is owed to Stripe waits: {Kind} of {Subject}, try {Attempt}: {Reason}")]
    public static partial void ChoreWaits(ILogger logger, string kind, string subject, int attempt, string reason);

    [LoggerMessage(29, LogLevel.Error, "Stripe refuses what is owed to it: {Kind} of {Subject}, try {Attempt}: {Reason}")]
    public static partial void ChoreRefused(ILogger logger, string kind, string subject, int attempt, string reason);

    [LoggerMessage(30, LogLevel.Warning, "Chores are not looked at, the database is away: {Reason}")]
    public static partial void ChoresWait(ILogger logger, string reason);

    [LoggerMessage(31, LogLevel.Information, "Operator {OperatorId} has user {UserId} erased")]
    public static partial void ErasureRequested(ILogger logger, string operatorId, string userId);

    [LoggerMessage(32, LogLevel.Information, "User {UserId} is erased: {Subscriptions} subscriptions ended, {Events} events without their bodies")]
    public static partial void UserErased(ILogger logger, string userId, int subscriptions, int events);

    [LoggerMessage(33, LogLevel.Warning, "Organization {OrganizationId} lost its last owner by an erasure; {Heir} owns it now")]
    public static partial void OrganizationInherited(ILogger logger, Guid organizationId, string heir);

    [LoggerMessage(34, LogLevel.Warning, "Organization {OrganizationId} lost its last member by an erasure and is closed")]
    public static partial void OrganizationClosed(ILogger logger, Guid organizationId);

    [LoggerMessage(52, LogLevel.Warning, "What was taken back for payment {PaymentIntentId} of user {UserId} belongs to no purchase here")]
    public static partial void ClawbackWithoutPurchase(ILogger logger, string paymentIntentId, string userId);

    [LoggerMessage(60, LogLevel.Warning, "Event {EventId} of type {EventType} of {CreatedAt} was missed")]
    public static partial void EventMissed(ILogger logger, string eventId, string eventType, DateTimeOffset createdAt);

    [LoggerMessage(61, LogLevel.Information, "Event {EventId} of type {EventType} was brought in from Stripe's list")]
    public static partial void EventHealed(ILogger logger, string eventId, string eventType);

    [LoggerMessage(62, LogLevel.Error, "Event {EventId} of type {EventType} from Stripe's list was refused by the ingress: {Code}")]
    public static partial void EventNotHealed(ILogger logger, string eventId, string eventType, string code);

    [LoggerMessage(63, LogLevel.Information,
        "Backfill by {StartedBy}: {LookedAt} events looked at, {Missed} missed, {Healed} healed, {Failed} failed; problem: {Problem}")]
    public static partial void BackfillEnded(
        ILogger logger, string startedBy, int lookedAt, int missed, int healed, int failed, string problem);

    [LoggerMessage(64, LogLevel.Warning, "Events can't be handed to the ingress: {Reason}")]
    public static partial void IngressUnavailable(ILogger logger, string reason);

    [LoggerMessage(66, LogLevel.Error, "Money and credits differ: {Difference}")]
    public static partial void PurchaseDiffers(ILogger logger, string difference);

    [LoggerMessage(67, LogLevel.Information, "Money and credits of {Purchases} purchases are compared: {Differences} differ")]
    public static partial void Reconciled(ILogger logger, long purchases, long differences);

    [LoggerMessage(68, LogLevel.Warning, "Reconciliation waits for the database: {Reason}")]
    public static partial void ReconciliationWaits(ILogger logger, string reason);

    [LoggerMessage(65, LogLevel.Information, "Event {EventId} was replayed by operator {UserId}: {Outcome}")]
    public static partial void EventReplayed(ILogger logger, string eventId, string userId, string outcome);

    [LoggerMessage(69, LogLevel.Information, "User {UserId} was looked at by operator {OperatorId}")]
    public static partial void UserRead(ILogger logger, string userId, string operatorId);
}
