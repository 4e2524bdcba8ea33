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
        HttpContext context,
        string intentId,
        string source,
        StripeState state,
        Timekeeper timekeeper,
        Authentications authentications,
        Setups setups)
    {
        lock (state.Gate)
        {
            timekeeper.CatchUp();
            if (setups.Find(intentId, source) is { } setup)
            {
                return setup.Status == SetupIntentStatus.RequiresAction
                    ? AuthenticationView.Question(context, setup, MethodOf(state, setup.PaymentMethodId))
                    : AuthenticationView.Answered(context, setup.LastError?.Decline, ReturnUrl(setup));
            }

            return authentications.Find(intentId, source) switch
            {
                null => AuthenticationView.NotFound(context),
                var intent when authentications.IsWaiting(intent) => AuthenticationView.Question(context, intent, MethodOf(state, intent.PaymentMethodId)),
                var intent => AuthenticationView.Answered(context, intent.LastPaymentError?.Decline, ReturnUrl(intent, authentications)),
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
        Setups setups,
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
            using var still = state.Time.StandStill();
            timekeeper.CatchUp();
            if (setups.Find(intentId, source) is { } setup)
            {
                var tried = setups.Answer(setup, agrees: answer == Agreed);
                return ReturnUrl(tried) is { } back ? new SeeOther(back) : AuthenticationView.Answered(context, tried.LastError?.Decline, null);
            }

            if (authentications.Find(intentId, source) is not { } intent)
            {
                return AuthenticationView.NotFound(context);
            }

            var answered = authentications.Answer(intent, agrees: answer == Agreed);
            return ReturnUrl(answered, authentications) is { } url ? new SeeOther(url) : AuthenticationView.Answered(context, answered.LastPaymentError?.Decline, null);
        }
    }

    /// <summary>Null where another page shows this one and goes on by itself.</summary>
    private static string? ReturnUrl(PaymentIntent intent, Authentications authentications) =>
        authentications.SessionOf(intent) is { } session ? CheckoutPage.AfterPayment(session)
        : intent.RequiredAction is { UsesSdk: false, ReturnUrl: { } url }
            ? Returning(url, "payment_intent", intent.Id, intent.ClientSecret, intent.LastPaymentError?.Decline)
        : null;

    private static string? ReturnUrl(SetupIntent intent) => intent.RequiredAction is { UsesSdk: false, ReturnUrl: { } url }
        ? Returning(url, "setup_intent", intent.Id, intent.ClientSecret, intent.LastError?.Decline)
        : null;

    private static string Returning(string url, string name, string id, string clientSecret, Decline? refusal)
    {
        var parts = url.Split('#', 2);
        var separator = parts[0].Contains('?', StringComparison.Ordinal) ? '&' : '?';
        var query = $"{name}={id}&{name}_client_secret={clientSecret}&redirect_status={(refusal is null ? "succeeded" : "failed")}";
        return $"{parts[0]}{separator}{query}{(parts.Length == 2 ? $"#{parts[1]}" : "")}";
    }

    private static PaymentMethod? MethodOf(StripeState state, string? id) => id is null ? null : state.PaymentMethods.Find(id);
}
