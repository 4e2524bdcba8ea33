using System.Collections.Frozen;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>Fields that Stripe expands and behind which there is nothing here. A client that asks for them gets them as they are.</summary>
internal static class UnusedExpansions
{
    private static readonly FrozenDictionary<string, string[]> Fields = new Dictionary<string, string[]>
    {
        [ObjectNames.Charge] =
        [
            "application", "application_fee", "failure_balance_transaction", "on_behalf_of", "review",
            "source_transfer", "transfer",
        ],
        [ObjectNames.CheckoutSession] = ["payment_link", "setup_intent"],
        [ObjectNames.Customer] = ["default_source"],
        [ObjectNames.Invoice] = ["application", "default_source", "latest_revision", "on_behalf_of"],
        [ObjectNames.PaymentIntent] = ["application", "on_behalf_of", "payment_record", "review", "source"],
        [ObjectNames.PortalConfiguration] = ["application"],
        [ObjectNames.Product] = ["tax_code"],
        [ObjectNames.Refund] = ["source_transfer_reversal", "transfer_reversal"],
        [ObjectNames.SetupAttempt] = ["application", "on_behalf_of"],
        [ObjectNames.SetupIntent] = ["application", "mandate", "on_behalf_of", "single_use_mandate"],
        [ObjectNames.Subscription] = ["application", "default_source", "on_behalf_of", "pending_setup_intent", "schedule"],
    }.ToFrozenDictionary();

    public static bool Contains(string objectName, string field) => Fields.GetValueOrDefault(objectName, []).Contains(field);
}
