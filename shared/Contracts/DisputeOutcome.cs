namespace Contracts;

/// <summary>How a dispute ended.</summary>
public static class DisputeOutcome
{
    /// <summary>For us; also an inquiry that was closed (Stripe's <c>warning_closed</c>).</summary>
    public const string Won = "won";

    /// <summary>For the customer: the money is gone.</summary>
    public const string Lost = "lost";
}
