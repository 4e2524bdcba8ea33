using System.ComponentModel.DataAnnotations;

namespace ServiceDefaults;

/// <summary>Whose access tokens this service trusts. Section <c>Authentication</c>.</summary>
public sealed class AuthenticationSettings
{
    public const string SectionName = "Authentication";

    /// <summary>The OpenID Connect issuer: the tokens' <c>iss</c>, and where its keys are discovered. HTTPS outside Development.</summary>
    [Required(ErrorMessage = "Authentication:Issuer is missing: the URL of the OpenID Connect issuer whose tokens are trusted.")]
    [Url(ErrorMessage = "Authentication:Issuer must be a URL.")]
    public string Issuer { get; set; } = "";

    /// <summary>The tokens' <c>aud</c>.</summary>
    [Required(ErrorMessage = "Authentication:Audience must not be empty.")]
    public string Audience { get; set; } = "playground-credits";

    /// <summary>A JWKS file with the issuer's public keys, instead of discovery. Refused outside Development.</summary>
    public string? DevelopmentJwksFile { get; set; }

    /// <summary>Tokens whose validation is remembered until they expire; 0 to validate each at every request.</summary>
    [Range(0, 1_000_000)]
    public int TokenCacheSize { get; set; } = 10_000;
}
