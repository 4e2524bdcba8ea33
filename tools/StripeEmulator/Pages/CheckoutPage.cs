using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Pages;

/// <summary>GET and POST /checkout/:id: the page a session's <c>url</c> leads to. A payment ends at the merchant's success URL.</summary>
internal static class CheckoutPage
{
    private const string UnknownNumber = "Your card number is incorrect. Use one of the test cards.";

    public static void MapCheckoutPage(this WebApplication app)
    {
        app.MapGet("/checkout/{id}", Show);
        app.MapPost("/checkout/{id}", PayAsync);
    }

    private static IResult Show(HttpContext context, string id, StripeState state, Timekeeper timekeeper)
    {
        lock (state.Gate)
        {
            timekeeper.CatchUp();
            var session = state.CheckoutSessions.Find(id);
            return CheckoutView.Render(context, session, LastRefusal(state, session)?.PayerMessage);
        }
    }

    /// <summary>Where a payer goes who was asked by the bank: on to the shop, or back here.</summary>
    public static string AfterPayment(CheckoutSession session) =>
        session.Status == CheckoutStatus.Complete && ReturnUrl(session) is { } url ? url : $"/checkout/{session.Id}";

    private static async Task<IResult> PayAsync(
        HttpContext context,
        string id,
        StripeState state,
        Timekeeper timekeeper,
        Checkout checkout,
        EmulatorSettings settings,
        CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            return TypedResults.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        lock (state.Gate)
        {
            using var still = state.Time.StandStill();
            timekeeper.CatchUp();
            return state.CheckoutSessions.Find(id) is { Status: CheckoutStatus.Open } session
                ? Pay(context, session, form, state, checkout, new Confirmation { Pages = settings.PagesFor(context.Request) })
                : CheckoutView.Render(context, state.CheckoutSessions.Find(id), problem: null);
        }
    }

    private static IResult Pay(
        HttpContext context,
        CheckoutSession session,
        IFormCollection form,
        StripeState state,
        Checkout checkout,
        Confirmation confirmation)
    {
        // A test button brings its own number; otherwise what was typed counts.
        var number = Text(form, "test_number") ?? Text(form, "number") ?? "";
        if (TestMethods.ByNumber(state, number) is not { } method || (session.IsSubscription && method.IsDelayed))
        {
            return CheckoutView.Render(context, session, UnknownNumber);
        }

        var payer = new Payer(Text(form, "email"), Text(form, "name"));
        var outcome = checkout.Pay(session, method, payer, confirmation, EventCause.Stripe);

        // The session has kept what else was typed.
        return outcome.Question is { } question ? new SeeOther(question.PageUrl)
            : outcome.IsDone && ReturnUrl(session) is { } url ? new SeeOther(url)
            : CheckoutView.Render(context, state.CheckoutSessions.Find(session.Id), outcome.Decline?.PayerMessage);
    }

    private static Decline? LastRefusal(StripeState state, CheckoutSession? session) =>
        session is { Status: CheckoutStatus.Open, PaymentIntentId: { } id } ? state.PaymentIntents.Find(id)?.LastPaymentError?.Decline : null;

    private static string? ReturnUrl(CheckoutSession session) => Layout.IsWeb(session.SuccessUrl)
        ? session.SuccessUrl!.Replace("{CHECKOUT_SESSION_ID}", session.Id, StringComparison.Ordinal)
        : null;

    private static string? Text(IFormCollection form, string name) =>
        form[name].ToString().Trim() is { Length: > 0 and <= 500 } text ? text : null;
}
