namespace Contracts;

/// <summary>An operator had a user erased: whoever keeps personal data under this id removes it.</summary>
/// <remarks>Published by Billing through its outbox, for others to act on: the ledger knows a user by this id alone.</remarks>
public sealed record UserErased
{
    /// <summary>Who. Also the partition key.</summary>
    public required string UserId { get; init; }

    /// <summary>When the operator said so (UTC).</summary>
    public required DateTimeOffset OccurredAt { get; init; }
}
