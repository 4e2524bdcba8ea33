using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Testing.Identity;

/// <summary>An identity provider in a few lines: one key per test process, its public half in a JWKS file.</summary>
public static class TestTokens
{
    public const string Issuer = "http://127.0.0.1/test-identity";
    public const string Audience = "playground-credits";
    private const int KeyBits = 2048;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private static readonly RsaSecurityKey Key = new(RSA.Create(KeyBits)) { KeyId = Guid.CreateVersion7().ToString("n") };
    private static readonly Lazy<string> File = new(WriteJwksFile);

    /// <summary>What a service's Authentication__DevelopmentJwksFile points to; removed when the process ends.</summary>
    public static string JwksFile => File.Value;

    /// <param name="user">The <c>sub</c>.</param>
    /// <param name="scopes">For a service principal, such as <c>credits:spend</c>.</param>
    /// <param name="admin">Adds the role <c>admin</c>.</param>
    /// <param name="expired">A token that was good until ten minutes ago.</param>
    /// <param name="email">The user's address, where the issuer tells it.</param>
    /// <param name="audience">Another one is refused.</param>
    /// <param name="issuer">Another one is refused.</param>
    /// <param name="from">When it begins to be good; now unless said.</param>
    /// <param name="until">When it ends to be good; an hour after it begins unless said.</param>
    public static string For(
        string user,
        IReadOnlyCollection<string>? scopes = null,
        bool admin = false,
        bool expired = false,
        string? email = null,
        string audience = Audience,
        string issuer = Issuer,
        DateTimeOffset? from = null,
        DateTimeOffset? until = null)
    {
        var claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = user };
        if (scopes is { Count: > 0 })
        {
            claims["scope"] = string.Join(' ', scopes);
        }

        if (admin)
        {
            claims["role"] = new[] { "admin" };
        }

        if (email is not null)
        {
            claims["email"] = email;
        }

        var issuedAt = (from ?? until - Lifetime ?? TimeProvider.System.GetUtcNow()).UtcDateTime;
        if (expired)
        {
            issuedAt -= Lifetime + TimeSpan.FromMinutes(10);
        }

        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = issuedAt,
            NotBefore = issuedAt,
            Expires = until?.UtcDateTime ?? issuedAt + Lifetime,
            Claims = claims,
            SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.RsaSha256),
        });
    }

    private static string WriteJwksFile()
    {
        var jwk = JsonWebKeyConverter.ConvertFromRSASecurityKey(
            new RsaSecurityKey(Key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = Key.KeyId });
        var set = new { keys = new[] { new { kty = jwk.Kty, use = "sig", alg = SecurityAlgorithms.RsaSha256, kid = jwk.Kid, n = jwk.N, e = jwk.E } } };
        var path = Path.Combine(Path.GetTempPath(), $"playground-credits-test-{Environment.ProcessId}-jwks-{Key.KeyId}.json");
        System.IO.File.WriteAllText(path, JsonSerializer.Serialize(set));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => System.IO.File.Delete(path);
        return path;
    }
}
