using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>What a request says of the payer: whether there, where to send afterwards, who shows the bank's question.</summary>
internal sealed record ConfirmationParameters(bool IsOffSession, bool FailsWhenAsked, string? ReturnUrl, bool UsesSdk)
{
    public static ConfirmationParameters Read(Parameters parameters)
    {
        parameters.Accept("mandate", "mandate_data", "radar_options");
        var returnUrl = ReadReturnUrl(parameters);
        return new ConfirmationParameters(
            parameters.OneOf("off_session", "true", "false", "one_off", "recurring") is not (null or "false"),
            parameters.Flag("error_on_requires_action") ?? false,
            returnUrl,
            (parameters.Flag("use_stripe_sdk") ?? false) || returnUrl is null);
    }

    public Confirmation For(ApiCall call) => new()
    {
        IsOffSession = IsOffSession,
        FailsWhenAsked = FailsWhenAsked,
        Pages = call.Pages,
        ReturnUrl = ReturnUrl,
        UsesSdk = UsesSdk,
    };

    public static string? ReadReturnUrl(Parameters parameters) =>
        parameters.Text("return_url") is not { } url ? null
        : Uri.TryCreate(url, UriKind.Absolute, out _) ? url
        : throw StripeError.InvalidParameter(
            "Invalid URL: An explicit scheme (such as https) must be provided.", "return_url", "url_invalid");
}
