using System.Globalization;

namespace StripeEmulator.Api.Requests;

/// <summary>A version of Stripe's API, such as <c>2026-10-28.endive</c>; versions compare by their date.</summary>
internal sealed record ApiVersion
{
    /// <summary>From here on a subscription's period stands on its items, and an invoice points to its subscription by its parent.</summary>
    public static readonly ApiVersion Basil = new("2025-03-31.basil", new DateOnly(2025, 3, 31));

    /// <summary>From here on a subscription says how it is billed.</summary>
    public static readonly ApiVersion BillingModes = new("2025-06-30.basil", new DateOnly(2025, 6, 30));

    /// <summary>From here on subscriptions are flexible unless they ask not to be.</summary>
    public static readonly ApiVersion Clover = new("2025-09-30.clover", new DateOnly(2025, 9, 30));

    /// <summary>From here on whoever pays may be an account instead of a customer.</summary>
    public static readonly ApiVersion CustomerAccounts = new("2025-11-17.clover", new DateOnly(2025, 11, 17));

    /// <summary>From here on a line says what it cost before discounts.</summary>
    public static readonly ApiVersion LineSubtotals = new("2025-12-15.clover", new DateOnly(2025, 12, 15));

    /// <summary>From here on Checkout's ways to be shown have their new names.</summary>
    public static readonly ApiVersion Dahlia = new("2026-03-25.dahlia", new DateOnly(2026, 3, 25));

    /// <summary>From here on Stripe may sell in the merchant's place.</summary>
    public static readonly ApiVersion ManagedPayments = new("2026-04-22.dahlia", new DateOnly(2026, 4, 22));

    /// <summary>From here on subscriptions have schedules of billing, and invoices count what was paid elsewhere.</summary>
    public static readonly ApiVersion BillingSchedules = new("2026-05-27.dahlia", new DateOnly(2026, 5, 27));

    /// <summary>From here on a subscription has texts for its invoices.</summary>
    public static readonly ApiVersion InvoiceTexts = new("2026-06-24.dahlia", new DateOnly(2026, 6, 24));

    /// <summary>From here on a reason to leave may be one of the merchant's own.</summary>
    public static readonly ApiVersion FeedbackOptions = new("2026-08-26.dahlia", new DateOnly(2026, 8, 26));

    /// <summary>From here on payment_method_types is refused and allowed_payment_method_types takes its place.</summary>
    public static readonly ApiVersion Endive = new("2026-09-30.endive", new DateOnly(2026, 9, 30));

    /// <summary>The newest there is.</summary>
    public static readonly ApiVersion Latest = new("2026-10-28.endive", new DateOnly(2026, 10, 28));

    private const int DateLength = 10;
    private const int LengthMax = 40;

    private ApiVersion(string text, DateOnly date)
    {
        Text = text;
        Date = date;
    }

    public string Text { get; }

    private DateOnly Date { get; }

    public bool IsAtLeast(ApiVersion other) => Date >= other.Date;

    public static ApiVersion? TryParse(string text)
    {
        if (text.Length is < DateLength or > LengthMax
            || !DateOnly.TryParseExact(text[..DateLength], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return null;
        }

        var train = text[DateLength..];
        return train.Length == 0 || (train[0] == '.' && train.Length > 1 && train.Skip(1).All(char.IsAsciiLetterLower))
            ? new ApiVersion(text, date)
            : null;
    }
}
