using System.Diagnostics;
using System.Security.Claims;

namespace ServiceDefaults;

/// <summary>What the validated token says of the caller.</summary>
public static class CurrentUser
{
    /// <summary>The longest user id that any service stores.</summary>
    public const int UserIdLengthMax = 128;

    private const string VerifiedOrganizationClaim = "verified_org";

    internal const string SubjectClaim = "sub";
    internal const string ScopeClaim = "scope";
    internal const string RoleClaim = "role";

    /// <summary>The token's <c>sub</c>. Every policy requires it.</summary>
    public static string UserId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(SubjectClaim) ?? throw new UnreachableException("The policy admits no token without a subject.");

    /// <summary>The token's <c>verified_org</c>: a verified organization that the user is a member of, as the issuer knows; else null.</summary>
    public static string? VerifiedOrganization(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(VerifiedOrganizationClaim) is { Length: > 0 } organization ? organization : null;

    internal static bool HasUserId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(SubjectClaim) is { Length: > 0 and <= UserIdLengthMax };

    internal static bool HasScope(this ClaimsPrincipal principal, string scope) =>
        principal.FindAll(ScopeClaim).Any(claim => claim.Value.Split(' ').Contains(scope, StringComparer.Ordinal));
}
