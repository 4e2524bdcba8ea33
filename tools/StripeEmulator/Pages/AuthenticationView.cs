using StripeEmulator.State;

namespace StripeEmulator.Pages;

/// <summary>Writes the page of a card's bank. Other pages may show it in a frame, as a shop's page does with Stripe's script.</summary>
internal static class AuthenticationView
{
    public static IResult NotFound(HttpContext context) => Layout.Page(
        context, "Not found", Html.Of($"<p>Nobody is asked anything here.</p>"), StatusCodes.Status404NotFound, canBeFramed: true);

    public static IResult Question(HttpContext context, PaymentIntent intent, PaymentMethod? method) => Question(
        context,
        "Is it you who pays?",
        Html.Of($"""
            Your bank wants to be sure before it pays <strong>{Amounts.Shown(intent.AmountCents, intent.Currency)}</strong>
            with the card {Card(method)}.
            """),
        intent.RequiredAction!);

    public static IResult Question(HttpContext context, SetupIntent intent, PaymentMethod? method) => Question(
        context,
        "Is it your card?",
        Html.Of($"Your bank wants to be sure before the card {Card(method)} is saved."),
        intent.RequiredAction!);

    private static IResult Question(HttpContext context, string title, Html wish, RequiredAction asked) => Layout.Page(
        context,
        title,
        Html.Of($"""
            <p>{wish}</p>
            <form method="post" action="{new Uri(asked.PageUrl).AbsolutePath}">
            <button class="main" type="submit" name="{AuthenticationPage.AnswerField}" value="{AuthenticationPage.Agreed}">Complete authentication</button>
            <button type="submit" name="{AuthenticationPage.AnswerField}" value="{AuthenticationPage.Failed}">Fail authentication</button>
            </form>
            """),
        canBeFramed: true);

    public static IResult Answered(HttpContext context, Decline? refusal, string? returnUrl) => Layout.Page(
        context,
        refusal is null ? "Thank you" : "It did not go through",
        Html.Of($"""
            <p>{refusal?.PayerMessage ?? "Your bank knows now that it is you."} You may go back to the shop.</p>
            {Layout.Link(returnUrl, "Back to the shop")}
            """),
        canBeFramed: true);

    private static string Card(PaymentMethod? method) => method?.Card is { } card ? $"•••• {card.Last4}" : "";
}
