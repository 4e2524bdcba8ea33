using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Pages;

/// <summary>
/// GET and POST /3d_secure/:intent/:source: stands in for the page of a card's bank. The payer agrees or does not, and goes back
/// to where the payment was begun.
/// </summary>
internal static class AuthenticationPage
{
    public const string AnswerField = "answer";
    public const string Agreed = "complete";
    public const string Failed = "fail";

    private const string Path = "/3d_secure/{intentId}/{source}";

    public static void MapAuthenticationPage(this WebApplication app)
    {
        app.MapGet(Path, Show);
        app.MapPost(Path, AnswerAsync);
    }

    private static IResult Show(
        HttpContext context, string intentId, string source, StripeState state, Timekeeper timekeeper, Authentications authentications)
    {
        lock (state.Gate)
        {
            timekeeper.CatchUp();
            return authentications.Find(intentId, source) switch
            {
                null => AuthenticationView.NotFound(context),
                var intent when authentications.IsWaiting(intent) => AuthenticationView.Question(context, intent, CardOf(state, intent)),
                var intent => AuthenticationView.Answered(context, intent, ReturnUrl(intent, authentications)),
            };
        }
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        string intentId,
        string source,
        StripeState state,
        Timekeeper timekeeper,
        Authentications authentications,
        CancellationToken cancellationToken)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        var answer = form[AnswerField].ToString();
        if (answer is not (Agreed or Failed))
        {
            return TypedResults.BadRequest();
        }

        lock (state.Gate)
        {
            timekeeper.CatchUp();
            if (authentications.Find(intentId, source) is not { } intent)
            {
                return AuthenticationView.NotFound(context);
            }

            var answered = authentications.Answer(intent, agrees: answer == Agreed);
            return ReturnUrl(answered, authentications) is { } url ? new SeeOther(url) : AuthenticationView.Answered(context, answered, null);
        }
    }

    /// <summary>Null where another page shows this one and goes on by itself.</summary>
    private static string? ReturnUrl(PaymentIntent intent, Authentications authentications) =>
        authentications.SessionOf(intent) is { } session ? CheckoutPage.AfterPayment(session)
        : intent.RequiredAction is { UsesSdk: false, ReturnUrl: { } url } ? Returning(url, intent)
        : null;

    private static string Returning(string url, PaymentIntent intent)
    {
        var parts = url.Split('#', 2);
        var separator = parts[0].Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var query = $"payment_intent={intent.Id}&payment_intent_client_secret={intent.ClientSecret}&redirect_status={Outcome(intent)}";
        return $"{parts[0]}{separator}{query}{(parts.Length == 2 ? $"#{parts[1]}" : "")}";
    }

    private static string Outcome(PaymentIntent intent) => intent.LastPaymentError is null ? "succeeded" : "failed";

    private static PaymentMethod? CardOf(StripeState state, PaymentIntent intent) =>
        intent.PaymentMethodId is { } id ? state.PaymentMethods.Find(id) : null;
}
