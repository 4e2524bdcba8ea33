namespace Contracts;

/// <summary>Scopes an access token may carry, space-separated in its <c>scope</c> claim.</summary>
public static class Scopes
{
    /// <summary>May spend, hold, capture and release for any user: the playground backend.</summary>
    public const string CreditsSpend = "credits:spend";
}
