using System.Diagnostics;
using System.Security.Claims;

namespace ServiceDefaults;

/// <summary>What the validated token says of the caller.</summary>
public static class CurrentUser
{
    /// <summary>The longest user id that any service stores.</summary>
    public const int UserIdLengthMax = 128;

    private const string EmailClaim = "email";

    internal const string SubjectClaim = "sub";
    internal const string ScopeClaim = "scope";
    internal const string RoleClaim = "role";

    /// <summary>The token's <c>sub</c>. Every policy requires it.</summary>
    public static string UserId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(SubjectClaim) ?? throw new UnreachableException("The policy admits no token without a subject.");

    /// <summary>The token's <c>email</c>, where the issuer puts one in. Personal data: not for logs.</summary>
    public static string? Email(this ClaimsPrincipal principal) => principal.FindFirstValue(EmailClaim);

    internal static bool HasUserId(this ClaimsPrincipal principal) =>
        principal.FindFirstValue(SubjectClaim) is { Length: > 0 and <= UserIdLengthMax };

    internal static bool HasScope(this ClaimsPrincipal principal, string scope) =>
        principal.FindAll(ScopeClaim).Any(claim => claim.Value.Split(' ').Contains(scope, StringComparer.Ordinal));
}
