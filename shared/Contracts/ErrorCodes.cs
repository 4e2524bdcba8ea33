namespace Contracts;

/// <summary>The stable <c>code</c> of every problem answer. Clients branch on these; the texts beside them may change.</summary>
public static class ErrorCodes
{
    // Any service
    public const string ValidationFailed = "validation_failed";
    public const string MalformedRequest = "malformed_request";
    public const string Unauthenticated = "unauthenticated";
    public const string Forbidden = "forbidden";
    public const string NotFound = "not_found";
    public const string MethodNotAllowed = "method_not_allowed";
    public const string PayloadTooLarge = "payload_too_large";
    public const string UnsupportedMediaType = "unsupported_media_type";
    public const string TooManyRequests = "too_many_requests";
    public const string InternalError = "internal_error";
    public const string BadGateway = "bad_gateway";
    public const string ServiceUnavailable = "service_unavailable";
    public const string GatewayTimeout = "gateway_timeout";
    public const string StorageUnavailable = "storage_unavailable";
    public const string BrokerUnavailable = "broker_unavailable";

    // Queues
    public const string QueueUnknown = "queue_unknown";
    public const string MessageNotParked = "message_not_parked";

    // Idempotency-Key
    public const string IdempotencyKeyInvalid = "idempotency_key_invalid";
    public const string IdempotencyKeyReused = "idempotency_key_reused";
    public const string IdempotencyInProgress = "idempotency_in_progress";

    // Credits
    public const string InsufficientCredits = "insufficient_credits";
    public const string HoldNotFound = "hold_not_found";
    public const string HoldAlreadyCaptured = "hold_already_captured";
    public const string HoldAlreadyReleased = "hold_already_released";
    public const string HoldExpired = "hold_expired";
    public const string CaptureExceedsHold = "capture_exceeds_hold";
    public const string PromoCodeUnknown = "promo_code_unknown";
    public const string PromoCodeExpired = "promo_code_expired";
    public const string PromoCodeAlreadyRedeemed = "promo_code_already_redeemed";
    public const string PromoCodeExhausted = "promo_code_exhausted";
    public const string PromoCodeExists = "promo_code_exists";
    public const string PromoCodeGuessedTooOften = "promo_code_guessed_too_often";
    public const string PaymentUnknown = "payment_unknown";
    public const string LedgerOverloaded = "ledger_overloaded";

    // Billing
    public const string PackageUnknown = "package_unknown";
    public const string PurchaseNotFound = "purchase_not_found";
    public const string ReturnUrlNotAllowed = "return_url_not_allowed";
    public const string CheckoutClosed = "checkout_closed";
    public const string AlreadySubscribed = "already_subscribed";
    public const string SubscriptionNotFound = "subscription_not_found";
    public const string StripeEventNotFound = "stripe_event_not_found";
    public const string StripeEventRefused = "stripe_event_refused";
    public const string IngressUnavailable = "ingress_unavailable";
    public const string PurchaseNotRefundable = "purchase_not_refundable";
    public const string OrganizationNotFound = "organization_not_found";
    public const string OrganizationRoleInsufficient = "organization_role_insufficient";
    public const string OrganizationsTooMany = "organizations_too_many";
    public const string OrganizationFull = "organization_full";
    public const string MemberNotFound = "member_not_found";
    public const string AlreadyMember = "already_member";
    public const string LastOwner = "last_owner";
    public const string VerificationNotOffered = "verification_not_offered";
    public const string UserNotFound = "user_not_found";
    public const string UserErased = "user_erased";
    public const string ErasureNotFound = "erasure_not_found";
    public const string StripeUnavailable = "stripe_unavailable";
    public const string StripeRefused = "stripe_refused";

    // WebhookIngress
    public const string SignatureMissing = "signature_missing";
    public const string SignatureMalformed = "signature_malformed";
    public const string SignatureInvalid = "signature_invalid";
    public const string SignatureStale = "signature_stale";
    public const string PayloadMalformed = "payload_malformed";
    public const string EventMalformed = "event_malformed";
    public const string LivemodeMismatch = "livemode_mismatch";
}
