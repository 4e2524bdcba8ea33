using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>How a payment is confirmed: whether the payer is there, and how to ask when the card's bank wants to know who pays.</summary>
internal sealed record Confirmation
{
    /// <summary>Nobody is there to be asked: a renewal, a retry.</summary>
    public static readonly Confirmation WithoutPayer = new() { IsOffSession = true };

    /// <summary>The payer has been asked and has agreed.</summary>
    public static readonly Confirmation Authenticated = new() { IsAuthenticated = true };

    public bool IsOffSession { get; init; }
    public bool IsAuthenticated { get; init; }

    /// <summary>The caller wants a refusal where the payer would have to be asked.</summary>
    public bool FailsWhenAsked { get; init; }

    /// <summary>Where a browser finds the page that asks; null when there is no browser.</summary>
    public Uri? Pages { get; init; }

    /// <summary>Where the payer goes after that page; null leaves it to whoever showed the page.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>Stripe.js shows the page.</summary>
    public bool UsesSdk { get; init; }

    public bool Asks(PaymentMethod method) => !IsAuthenticated && method.NeedsAuthentication(IsOffSession);

    /// <summary>The question to the payer of this payment; null when it can't be asked.</summary>
    public RequiredAction? Question(PaymentIntent intent, long now) => Question(intent.Id, now);

    /// <summary>The question to the owner of a card that is to be saved; null when it can't be asked.</summary>
    public RequiredAction? Question(SetupIntent intent, long now) => Question(intent.Id, now);

    private RequiredAction? Question(string intentId, long now)
    {
        if (IsOffSession || FailsWhenAsked || Pages is null)
        {
            return null;
        }

        var source = StripeIds.AuthenticationSource(now);
        return new RequiredAction(source, new Uri(Pages, $"/3d_secure/{intentId}/{source}").ToString(), ReturnUrl, UsesSdk);
    }
}
