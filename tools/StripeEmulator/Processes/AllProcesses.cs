namespace StripeEmulator.Processes;

/// <summary>What moves the account's resources, for whoever serves requests.</summary>
internal sealed record AllProcesses(
    Payments Payments,
    Refunds Refunds,
    Disputes Disputes,
    Wallets Wallets,
    Setups Setups,
    Collection Collection,
    Renewals Renewals,
    Subscriptions Subscriptions,
    Checkout Checkout);
