namespace Dev.Workspace;

/// <summary>Which Stripe the system talks to: the local one, or the real one when the caller has set STRIPE_SECRET_KEY.</summary>
/// <param name="IsLocal">With the local one, tools/StripeEmulator is started.</param>
/// <param name="Variables">The STRIPE_ settings of the services.</param>
internal sealed record StripeChoice(bool IsLocal, IReadOnlyDictionary<string, string> Variables)
{
    private const string Prefix = "STRIPE_";
    public const string SecretKey = "STRIPE_SECRET_KEY";
    public const string PublishableKey = "STRIPE_PUBLISHABLE_KEY";
    public const string WebhookSecret = "STRIPE_WEBHOOK_SECRET";
    public const string ApiBase = "STRIPE_API_BASE";
    public const string PlanPrice = "STRIPE_PRPM_PLUS_PRICE_ID";
    public const string MemberPrice = "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID";
    public const string VerificationPrice = "STRIPE_ORG_VERIFICATION_PRICE_ID";
    private const string RealApi = "https://api.stripe.com";

    public string this[string name] => Variables.GetValueOrDefault(name, "");

    public static StripeChoice Of(Settings settings)
    {
        var given = Environment.GetEnvironmentVariable(SecretKey);

        // The local key may be in the environment too, for example after reading `./dev env` into a shell.
        return string.IsNullOrEmpty(given) || given == settings.Secret(SecretKey) ? Local(settings) : Real();
    }

    /// <summary>What the caller's environment says of Stripe: no service gets more of it than it needs.</summary>
    public static IEnumerable<string> GivenNames() => Environment.GetEnvironmentVariables().Keys
        .Cast<string>()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>Real Stripe needs more than the secret key, and says so before anything is started.</summary>
    public void Check(string webhookUrl)
    {
        foreach (var name in new[] { PublishableKey, WebhookSecret })
        {
            if (!IsLocal && this[name].Length == 0)
            {
                throw new DevException(
                    $"{SecretKey} is set, so the real Stripe is used, but {name} is not set.\n"
                    + $"`stripe listen --forward-to {webhookUrl}` prints the webhook secret; the Stripe dashboard shows the publishable key.");
            }
        }

        foreach (var name in new[] { PlanPrice, MemberPrice })
        {
            if (this[name].Length == 0)
            {
                throw new DevException(
                    $"{SecretKey} is set, so the real Stripe is used, but {name} is not set: "
                    + "the plan's two monthly prices in the account, for anybody and for members of a verified organization.");
            }
        }
    }

    private static StripeChoice Local(Settings settings) => new(
        IsLocal: true,
        new Dictionary<string, string>
        {
            [ApiBase] = settings.Url(ComponentNames.Stripe),
            [SecretKey] = settings.Secret(SecretKey),
            [PublishableKey] = settings.Secret(PublishableKey),
            [WebhookSecret] = settings.Secret(WebhookSecret),
            [PlanPrice] = "price_local_plus",
            [MemberPrice] = "price_local_plus_member",
            [VerificationPrice] = "price_local_org_verification",
        });

    private static StripeChoice Real()
    {
        var variables = new Dictionary<string, string> { [ApiBase] = RealApi };
        foreach (var name in GivenNames())
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                variables[name] = value;
            }
        }

        return new StripeChoice(IsLocal: false, variables);
    }
}
