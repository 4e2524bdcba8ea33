using Dev.CommandLine;
using Dev.Identity;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev token</c>: an access token of the local identity provider.</summary>
internal static class TokenCommand
{
    private const string Admin = "--admin";
    private const string Scope = "--scope";
    private const string VerifiedOrganization = "--verified-org";
    private const string Email = "--email";

    public static Command Command { get; } = new(
        "token", $"USER [{Admin}] [{Scope} S]… [{VerifiedOrganization} ORG] [{Email} ADDRESS]", "Prints an access token for any user id, an hour long", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [Admin], [Scope, VerifiedOrganization, Email]);
        var token = new AccessToken(arguments.Word("user id"))
        {
            IsAdmin = arguments.Has(Admin),
            Scopes = arguments.Values(Scope),
            Email = arguments.Value(Email),
        };
        var workplace = await Workplace.OpenAsync(cancellationToken);
        using var key = await SigningKey.LoadAsync(workplace, cancellationToken);
        if (arguments.Value(VerifiedOrganization) is { } organization)
        {
            await new VerifiedMembership(workplace, key).EnsureAsync(token.User, organization, cancellationToken);
        }

        Console.WriteLine(token.Sign(key, workplace.Issuer));
        return ExitCodes.Success;
    }
}
