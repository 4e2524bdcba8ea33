using System.Net.Mail;
using System.Security.Claims;
using Billing.StripeApi;
using Messaging;
using ServiceDefaults;

namespace Billing.Customers;

/// <summary>Who pays at Stripe: a user or an organization, never both.</summary>
internal sealed record Payer
{
    private const int EmailLengthMax = 512;

    private Payer()
    {
    }

    public string? UserId { get; private init; }

    public Guid? OrganizationId { get; private init; }

    /// <summary>Where Stripe sends receipts to, as a token said; null where it said nothing, and then Stripe is told nothing.</summary>
    public string? Email { get; private init; }

    /// <summary>For keys of ours. A user's is hashed, because a user id may hold what no HTTP header can carry.</summary>
    public Guid Key => OrganizationId ?? DeterministicId.From(UserId!);

    /// <summary>By which Stripe's objects are known as theirs.</summary>
    public KeyValuePair<string, string> Metadata => OrganizationId is { } organizationId
        ? new(StripeMetadata.OrganizationId, organizationId.ToString())
        : new(StripeMetadata.UserId, UserId!);

    /// <summary>For people who read logs.</summary>
    public string Who => OrganizationId is { } organizationId ? $"organization {organizationId}" : $"user {UserId}";

    public static Payer Of(ClaimsPrincipal user) => OfUser(user.UserId()) with { Email = EmailOf(user) };

    public static Payer OfUser(string userId) => new() { UserId = userId };

    /// <param name="organizationId">Whose subscription it is.</param>
    /// <param name="owner">Who acts for it, and gets its receipts.</param>
    public static Payer OfOrganization(Guid organizationId, ClaimsPrincipal owner) =>
        OfOrganization(organizationId) with { Email = EmailOf(owner) };

    public static Payer OfOrganization(Guid organizationId) => new() { OrganizationId = organizationId };

    // What is no address would make Stripe refuse, and nobody could buy for it.
    private static string? EmailOf(ClaimsPrincipal user) =>
        user.Email() is { Length: <= EmailLengthMax } email && MailAddress.TryCreate(email, out _) ? email : null;
}
