using Contracts;
using Microsoft.AspNetCore.Authorization;

namespace ServiceDefaults;

/// <summary>The authorization policies, by the name an endpoint asks for.</summary>
public static class Policies
{
    /// <summary>Anyone with a valid token that names a user.</summary>
    public const string User = "user";

    /// <summary>A service that may spend for users: scope <c>credits:spend</c>.</summary>
    public const string CreditsSpend = "credits-spend";

    /// <summary>An operator: role <c>admin</c>.</summary>
    public const string Admin = "admin";

    internal const string AdminRole = "admin";

    internal static void Configure(AuthorizationOptions authorization)
    {
        var user = new AuthorizationPolicyBuilder()
            .RequireAuthenticatedUser()
            .RequireAssertion(context => context.User.HasUserId())
            .Build();
        authorization.AddPolicy(User, user);
        authorization.AddPolicy(CreditsSpend, policy => policy.Combine(user).RequireAssertion(
            context => context.User.HasScope(Scopes.CreditsSpend)));
        authorization.AddPolicy(Admin, policy => policy.Combine(user).RequireRole(AdminRole));
        // An endpoint that names no policy gets this one, so none can be left open by oversight.
        authorization.DefaultPolicy = user;
        authorization.FallbackPolicy = user;
    }
}
