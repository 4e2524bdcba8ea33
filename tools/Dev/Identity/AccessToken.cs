using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Dev.Identity;

/// <summary>What a development token says of its bearer.</summary>
internal sealed record AccessToken(string User)
{
    private const string Audience = "playground-credits";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public bool IsAdmin { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = [];

    public string? Email { get; init; }

    /// <summary>A JWT signed by RS256. Its times are the wall clock's, also when the development clock has been moved.</summary>
    public string Sign(SigningKey key, string issuer)
    {
        var issuedAt = TimeProvider.System.GetUtcNow();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = issuer,
            ["aud"] = Audience,
            ["sub"] = User,
            ["iat"] = issuedAt.ToUnixTimeSeconds(),
            ["exp"] = (issuedAt + Lifetime).ToUnixTimeSeconds(),
        };
        if (Scopes.Count > 0)
        {
            claims["scope"] = string.Join(' ', Scopes);
        }

        if (IsAdmin)
        {
            claims["role"] = new[] { "admin" };
        }

        if (Email is not null)
        {
            claims["email"] = Email;
        }

        var content = $"{Encode(new { alg = "RS256", typ = "JWT", kid = key.KeyId })}.{Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
