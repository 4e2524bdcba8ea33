namespace StripeEmulator.Processes;

/// <summary>What moves the account's resources, for whoever serves requests.</summary>
internal sealed record AllProcesses(
    Payments Payments,
    Captures Captures,
    Refunds Refunds,
    Disputes Disputes,
    Wallets Wallets,
    Setups Setups,
    Collection Collection,
    PendingItems PendingItems,
    ManualInvoices ManualInvoices,
    Renewals Renewals,
    Subscriptions Subscriptions,
    SubscriptionUpdates SubscriptionUpdates,
    Previews Previews,
    UpcomingInvoices UpcomingInvoices,
    Pauses Pauses,
    Checkout Checkout,
    Authentications Authentications,
    TestClocks TestClocks);
