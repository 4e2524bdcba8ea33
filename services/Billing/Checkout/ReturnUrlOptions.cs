using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Billing.Checkout;

/// <summary>Where Stripe's pages may send a browser back to. Section <c>ReturnUrls</c>.</summary>
public sealed class ReturnUrlOptions
{
    public const string SectionName = "ReturnUrls";
    internal const string OriginsName = $"{SectionName}:{nameof(Origins)}";

    /// <summary>Origins, comma separated: <c>https://app.example,https://app.example:8443</c>. Plain HTTP only in Development.</summary>
    [Required(ErrorMessage = $"{OriginsName} is missing: the origins of the web client, comma separated, https://….")]
    public string Origins { get; set; } = "";

    internal IEnumerable<string> Split() => Origins.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Refuses what is no origin: a path would seem to limit more than it does.</summary>
internal sealed class ReturnUrlOptionsValidation(IHostEnvironment environment) : IValidateOptions<ReturnUrlOptions>
{
    private const int OriginsMax = 20;

    public ValidateOptionsResult Validate(string? name, ReturnUrlOptions options)
    {
        var origins = options.Split().ToList();
        return origins.Count <= OriginsMax && origins.TrueForAll(IsOrigin)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{ReturnUrlOptions.OriginsName} holds at most {OriginsMax} origins such as https://app.example, without a path; "
                + "http only in Development.");
    }

    private bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && environment.IsDevelopment()))
        && url.GetLeftPart(UriPartial.Authority) == ReturnUrls.OriginOf(url)
        && url.PathAndQuery == "/" && url.Fragment.Length == 0;
}
