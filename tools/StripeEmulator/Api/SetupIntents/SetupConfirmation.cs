using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Requests;
using StripeEmulator.Processes;

namespace StripeEmulator.Api.SetupIntents;

/// <summary>Where to send whoever saves a card when the bank has a question, and who shows it. They are there: it is their card.</summary>
internal sealed record SetupConfirmation(string? ReturnUrl, bool UsesSdk)
{
    public static SetupConfirmation Read(Parameters parameters)
    {
        parameters.Accept("mandate_data");
        var returnUrl = ConfirmationParameters.ReadReturnUrl(parameters);
        return new SetupConfirmation(returnUrl, (parameters.Flag("use_stripe_sdk") ?? false) || returnUrl is null);
    }

    public Confirmation For(ApiCall call) => new() { Pages = call.Pages, ReturnUrl = ReturnUrl, UsesSdk = UsesSdk };
}
