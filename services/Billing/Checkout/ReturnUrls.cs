using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using ServiceDefaults;

namespace Billing.Checkout;

/// <summary>Says which addresses a caller may have Stripe send the browser to: none but our own, so that nobody can use our payment
/// pages to lead somebody astray.</summary>
internal sealed class ReturnUrls(IOptions<ReturnUrlOptions> options)
{
    public const int LengthMax = 2_048;

    private readonly HashSet<string> _origins = options.Value.Split().Select(origin => OriginOf(new Uri(origin))).ToHashSet(StringComparer.Ordinal);

    /// <returns>Null when all are allowed.</returns>
    public ProblemHttpResult? Refuse(params string[] urls) => urls.All(IsAllowed)
        ? null
        : Problems.Of(
            StatusCodes.Status400BadRequest, ErrorCodes.ReturnUrlNotAllowed,
            $"A return URL must be on one of these origins: {string.Join(", ", _origins.Order(StringComparer.Ordinal))}.");

    internal static string OriginOf(Uri url) => url.IsDefaultPort ? $"{url.Scheme}://{url.Host}" : $"{url.Scheme}://{url.Host}:{url.Port}";

    // Browsers and this parser don't read backslashes and blanks alike, and a user name may look like a host. So neither is allowed.
    private bool IsAllowed(string text) => !text.Any(character => character is '\\' or <= ' ')
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.UserInfo.Length == 0
        && _origins.Contains(OriginOf(url));
}

internal static class ReturnUrlsSetup
{
    public static void AddReturnUrls(this IServiceCollection services)
    {
        services.AddOptions<ReturnUrlOptions>().BindConfiguration(ReturnUrlOptions.SectionName).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<IValidateOptions<ReturnUrlOptions>, ReturnUrlOptionsValidation>();
        services.AddSingleton<ReturnUrls>();
    }
}
