namespace Contracts;

/// <summary>What became of a signed event.</summary>
public static class StripeEventOutcome
{
    /// <summary>It became messages.</summary>
    public const string Translated = "translated";

    /// <summary>Of a type that we handle, about something that is not ours.</summary>
    public const string NotOurs = "not_ours";

    /// <summary>Of a type that means nothing to us.</summary>
    public const string Unhandled = "unhandled";

    /// <summary>Ours, and not to be understood: refused, so that Stripe keeps it and sends it again.</summary>
    public const string Malformed = "malformed";
}
