using System.Security.Cryptography;

namespace StripeEmulator.State;

/// <summary>Ids that look like Stripe's. Callers must treat them as opaque; only people read anything into them.</summary>
internal static class StripeIds
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string AccountPart = "LocaL0Emu";
    private const int TimeLength = 6;
    private const int StemLength = 1 + TimeLength + 9 + 1;
    private const int TailLength = 7;
    private const int ShortLength = 14;
    private const int ClientSecretLength = 25;
    private const int SessionLength = 58;
    private const int WebhookSecretLength = 32;

    public static string Customer() => "cus_" + Random(ShortLength);

    public static string CliSession() => "cliws_" + Random(SessionLength);

    public static string WebhookConversation() => "wc_" + Random(ShortLength);

    public static string Request() => "req_" + Random(ShortLength);

    public static string InvoicePrefix() => RandomNumberGenerator.GetString("0123456789ABCDEF", 8);

    public static string Product() => "prod_" + Random(ShortLength);

    public static string SubscriptionItem() => "si_" + Random(ShortLength);

    public static string CheckoutSession() => "cs_test_" + Random(SessionLength);

    public static string PortalSecret() => "test_" + Random(SessionLength);

    public static string WebhookSecret() => "whsec_" + Random(WebhookSecretLength);

    /// <summary>An id of the common shape: <c>price_1…</c>, <c>sub_1…</c>, <c>in_1…</c>.</summary>
    public static string Stamped(string prefix, long unixSeconds) => $"{prefix}_{Stem('1', unixSeconds)}{Random(TailLength)}";

    public static string PaymentMethod(long unixSeconds) => "pm_" + Stem('1', unixSeconds) + Random(TailLength);

    public static string PaymentIntent(long unixSeconds) => "pi_" + Stem('3', unixSeconds) + Random(TailLength);

    public static string ClientSecret(string paymentIntentId) => $"{paymentIntentId}_secret_{Random(ClientSecretLength)}";

    /// <summary>Names a question to the payer.</summary>
    public static string AuthenticationSource(long unixSeconds) => Stamped("src", unixSeconds);

    /// <summary>A charge shares the stem of its payment; one that is no card's has another prefix.</summary>
    public static string Charge(string paymentIntentId, bool isCard) =>
        (isCard ? "ch_" : "py_") + StemOf(paymentIntentId) + Random(TailLength);

    /// <summary>A refund shares the stem of the charge.</summary>
    public static string Refund(string chargeId) =>
        (chargeId.StartsWith("py_", StringComparison.Ordinal) ? "pyr_" : "re_") + StemOf(chargeId) + Random(TailLength);

    /// <summary>An event about a payment shares its stem (<c>pi_3X</c>, <c>evt_3X</c>); any other gets its own.</summary>
    public static string Event(StripeResource subject, long unixSeconds) =>
        "evt_"
        + (subject is State.PaymentIntent or State.Charge or State.Refund ? StemOf(subject.Id) : Stem('1', unixSeconds))
        + Random(TailLength);

    private static string StemOf(string id) => id.Substring(id.IndexOf('_', StringComparison.Ordinal) + 1, StemLength);

    private static string Stem(char family, long unixSeconds) =>
        string.Create(StemLength, (family, unixSeconds), static (characters, source) =>
        {
            var rest = source.unixSeconds;
            characters[0] = source.family;
            for (var position = TimeLength; position >= 1; position--)
            {
                characters[position] = Base62[(int)(rest % Base62.Length)];
                rest /= Base62.Length;
            }

            AccountPart.CopyTo(characters[(1 + TimeLength)..]);
            characters[^1] = '0';
        });

    private static string Random(int length) => RandomNumberGenerator.GetString(Base62, length);
}
