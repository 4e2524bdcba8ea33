using StripeEmulator.State;

namespace StripeEmulator.Pages;

/// <summary>Writes the Checkout page, for an open session, a finished one, or none.</summary>
internal static class CheckoutView
{
    private static readonly (string Number, string Label, bool IsDelayed)[] TestButtons =
    [
        ("4242424242424242", "Pay with a good card", false),
        ("4000000000000002", "Pay with a card that is declined", false),
        ("4000000000009995", "Pay with a card without funds", false),
        ("4000000000000341", "Pay with a card whose charges fail", false),
        ("4000000000003220", "Pay with a card whose bank asks", false),
        ("4000000000000259", "Pay with a card that is disputed", false),
        ("000123456789", "Pay from a bank account, which takes days", true),
        ("000222222227", "Pay from a bank account that fails days later", true),
    ];

    public static IResult Render(HttpContext context, CheckoutSession? session, string? problem) => session switch
    {
        null => Layout.Page(
            context, "Not found", Html.Of($"<p>There is no such Checkout session.</p>"), StatusCodes.Status404NotFound),
        { Status: CheckoutStatus.Complete } => Layout.Page(
            context, "All done here", Html.Of($"<p>This Checkout session has been paid already.</p>{Back(session)}")),
        { Status: CheckoutStatus.Expired } => Layout.Page(
            context,
            "This page has expired",
            Html.Of($"<p>This Checkout session can no longer be paid.</p>{Back(session)}"),
            StatusCodes.Status410Gone),
        _ => Layout.Page(context, session.IsSubscription ? "Subscribe" : "Pay", Open(session, problem)),
    };

    private static Html Open(CheckoutSession session, string? problem) => Html.Of($"""
        {Layout.Alert(problem)}
        <table class="order">
        <caption>Your order</caption>
        <thead><tr><th scope="col">What</th><th scope="col">Quantity</th><th scope="col">Amount</th></tr></thead>
        <tbody>{session.Lines.Select(line => Line(session, line))}</tbody>
        </table>
        <p class="due"><span>Due today</span> <strong>{Amounts.Shown(session.DueNowCents, session.Currency)}</strong></p>
        <form method="post" action="/checkout/{session.Id}">
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="email" value="{session.PayerEmail ?? session.CustomerEmail}">
        <label for="name">Name</label>
        <input id="name" name="name" autocomplete="name" value="{session.PayerName}">
        <label for="number">Card number</label>
        <input id="number" name="number" inputmode="numeric" autocomplete="off" aria-describedby="number-note">
        <p class="note" id="number-note">A test card, such as 4242 4242 4242 4242. Date and security code are not asked for.</p>
        <button class="main wide" type="submit">Pay {Amounts.Shown(session.DueNowCents, session.Currency)}</button>
        <fieldset>
        <legend>Test payment methods</legend>
        {TestButtons.Where(button => !(button.IsDelayed && session.IsSubscription)).Select(Button)}
        </fieldset>
        </form>
        {Back(session)}
        """);

    private static Html Line(CheckoutSession session, CheckoutLine line) => Html.Of(
        $"<tr><td>{line.Description}{Interval(line)}</td><td>{line.Quantity}</td><td>{Amounts.Shown(line.AmountCents, session.Currency)}</td></tr>");

    private static string Interval(CheckoutLine line) => line.Price.Recurrence is not { } recurrence ? ""
        : recurrence.Count == 1 ? $", every {recurrence.Interval}"
        : $", every {recurrence.Count} {recurrence.Interval}s";

    private static Html Button((string Number, string Label, bool IsDelayed) button) => Html.Of(
        $"""<button type="submit" name="test_number" value="{button.Number}">{button.Label}</button>""");

    private static Html Back(CheckoutSession session) => Layout.Link(session.CancelUrl, "Cancel and go back");
}
