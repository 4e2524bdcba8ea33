using System.Net.Http.Headers;
using System.Text;

namespace StripeEmulator.Api.Requests;

/// <summary>
/// Who calls: a server with the secret key, or a page with the publishable one. Live keys are refused whatever the settings.
/// </summary>
internal sealed class ApiKeys(EmulatorSettings settings)
{
    public const int KeyLengthMin = 12;
    private const int VisibleTail = 4;

    public static bool IsLive(string key) =>
        key.StartsWith("sk_live_", StringComparison.Ordinal)
        || key.StartsWith("rk_live_", StringComparison.Ordinal)
        || key.StartsWith("pk_live_", StringComparison.Ordinal);

    /// <summary>A page may also send its key as the parameter <c>key</c>.</summary>
    public KeyKind Authenticate(HttpRequest request, FormNode form)
    {
        var key = KeyIn(request) ?? form.Children.GetValueOrDefault("key")?.Value;
        if (string.IsNullOrEmpty(key))
        {
            throw StripeError.Unauthorized(
                "You did not provide an API key. You need to provide your API key in the Authorization header, "
                + "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').");
        }

        if (IsLive(key))
        {
            throw StripeError.Unauthorized(
                "A live key was sent to the local Stripe. It is refused; look for where live and test settings got mixed.");
        }

        return Accepts(key, settings.SecretKey, "sk_test_", "rk_test_") ? KeyKind.Secret
            : Accepts(key, settings.PublishableKey, "pk_test_") ? KeyKind.Publishable
            : throw StripeError.Unauthorized($"Invalid API Key provided: {Masked(key)}", "api_key_invalid");
    }

    /// <summary>The key in the header, whether it is accepted or not.</summary>
    public static string? KeyIn(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) || header.Parameter is not { } value)
        {
            return null;
        }

        return header.Scheme.ToUpperInvariant() switch
        {
            "BEARER" => value,
            "BASIC" => BasicUser(value),
            _ => null,
        };
    }

    private static bool Accepts(string key, string? configured, params ReadOnlySpan<string> prefixes)
    {
        if (configured is not null)
        {
            return key == configured;
        }

        foreach (var prefix in prefixes)
        {
            if (key.StartsWith(prefix, StringComparison.Ordinal) && key.Length >= KeyLengthMin)
            {
                return true;
            }
        }

        return false;
    }

    private static string? BasicUser(string encoded)
    {
        var decoded = new byte[encoded.Length];
        return Convert.TryFromBase64String(encoded, decoded, out var length)
            ? Encoding.UTF8.GetString(decoded, 0, length).Split(':')[0]
            : null;
    }

    private static string Masked(string key) =>
        key.Length <= KeyLengthMin ? new string('*', key.Length) : $"{key[..8]}{new string('*', 8)}{key[^VisibleTail..]}";
}

internal enum KeyKind
{
    Secret,
    Publishable,
}
