using StripeEmulator.Api.Rendering;
using StripeEmulator.State;

namespace StripeEmulator.Pages;

/// <summary>Writes the portal's page.</summary>
internal static class PortalView
{
    private const int InvoicesMax = 24;

    public static IResult NotFound(HttpContext context) => Layout.Page(
        context, "Not found", Html.Of($"<p>There is nothing here for this link.</p>"), StatusCodes.Status404NotFound);

    public static IResult Render(HttpContext context, PortalVisit visit, StripeState state, string? problem)
    {
        var subscriptions = state.Subscriptions.OlderThan(null, visit.Session.CustomerId).Where(subscription => !subscription.HasEnded);
        return Layout.Page(context, visit.Configuration.Headline ?? "Your subscriptions and invoices", Html.Of($"""
            {Layout.Alert(problem)}
            {subscriptions.Select(subscription => Section(visit, subscription, state))}
            {Invoices(visit, state)}
            {Layout.Link(visit.Session.ReturnUrl, "Go back")}
            """));
    }

    /// <summary>What the subscription could cost instead.</summary>
    public static IEnumerable<Price> PricesFor(PortalVisit visit, Subscription subscription, StripeState state)
    {
        var current = subscription.Items[0].Price;
        var offered = visit.Configuration.Features.Products;
        var prices = offered.IsEmpty
            ? state.Prices.OlderThan(null, current.ProductId)
            : offered.SelectMany(product => product.PriceIds).Select(id => state.Prices.Find(id)).OfType<Price>();
        return prices.Where(price =>
            price is { IsActive: true, Recurrence: not null } && price.Currency == current.Currency && price.Id != current.Id);
    }

    private static Html Section(PortalVisit visit, Subscription subscription, StripeState state)
    {
        var item = subscription.Items[0];
        var name = state.Products.Find(item.Price.ProductId)?.Name ?? item.Price.ProductId;
        return Html.Of($"""
            <section aria-labelledby="{subscription.Id}">
            <h2 id="{subscription.Id}">{name}</h2>
            <p>{Amounts.Shown(item.Price)} every {item.Price.Recurrence!.Interval}, {SubscriptionJson.NameOf(subscription.Status)}.
            {Next(subscription)}</p>
            {EndOrResume(visit, subscription)}
            {ChangePrice(visit, subscription, state)}
            {ChangeCard(visit, subscription)}
            </section>
            """);
    }

    private static string Next(Subscription subscription) =>
        IsEnding(subscription) ? $"It ends on {Layout.Day(subscription.NextTurn)}."
        : subscription.Status == SubscriptionStatus.Paused ? "It stands still."
        : $"It renews on {Layout.Day(subscription.Period.End)}.";

    private static bool IsEnding(Subscription subscription) =>
        subscription.Cancellation.IsAtPeriodEnd || subscription.Cancellation.At is not null;

    private static Html EndOrResume(PortalVisit visit, Subscription subscription) =>
        !visit.Configuration.Features.CancelsSubscriptions ? Html.None
        : IsEnding(subscription) ? Form(visit, subscription, "resume", Html.Of($"""<button type="submit">Don't cancel</button>"""))
        : Form(visit, subscription, "cancel", Html.Of($"""<button type="submit">Cancel subscription</button>"""));

    private static Html ChangePrice(PortalVisit visit, Subscription subscription, StripeState state)
    {
        var prices = PricesFor(visit, subscription, state).ToList();
        return !visit.Configuration.Features.ChangesPrice || prices.Count == 0 ? Html.None : Form(visit, subscription, "price", Html.Of($"""
            <label for="price-{subscription.Id}">Another price</label>
            <select id="price-{subscription.Id}" name="price">{prices.Select(price => Option(price, state))}</select>
            <button type="submit">Change price</button>
            """));
    }

    private static Html Option(Price price, StripeState state)
    {
        var name = price.Nickname ?? state.Products.Find(price.ProductId)?.Name;
        return Html.Of($"""<option value="{price.Id}">{name}: {Amounts.Shown(price)} every {price.Recurrence!.Interval}</option>""");
    }

    private static Html ChangeCard(PortalVisit visit, Subscription subscription) =>
        !visit.Configuration.Features.UpdatesPaymentMethod ? Html.None : Form(visit, subscription, "card", Html.Of($"""
            <label for="number-{subscription.Id}">Card number</label>
            <input id="number-{subscription.Id}" name="number" inputmode="numeric" autocomplete="off">
            <button type="submit">Pay with this card from now on</button>
            """));

    private static Html Form(PortalVisit visit, Subscription subscription, string action, Html fields) => Html.Of($"""
        <form method="post" action="/portal/{visit.Session.Secret}/subscriptions/{subscription.Id}/{action}">
        {fields}
        </form>
        """);

    private static Html Invoices(PortalVisit visit, StripeState state)
    {
        if (!visit.Configuration.Features.ShowsInvoices)
        {
            return Html.None;
        }

        var invoices = state.Invoices.OlderThan(null, visit.Session.CustomerId)
            .Where(invoice => invoice.Status != InvoiceStatus.Draft)
            .Take(InvoicesMax);
        return Html.Of($"""
            <h2>Invoices</h2>
            <table>
            <thead><tr><th scope="col">Date</th><th scope="col">Number</th><th scope="col">Amount</th><th scope="col">Status</th></tr></thead>
            <tbody>{invoices.Select(invoice => Row(visit, invoice))}</tbody>
            </table>
            """);
    }

    private static Html Row(PortalVisit visit, Invoice invoice) => Html.Of(
        $"<tr><td>{Layout.Day(invoice.Created)}</td><td>{invoice.Number}</td><td>{Amounts.Shown(invoice.DueCents, invoice.Currency)}</td>"
        + $"<td>{InvoiceJson.NameOf(invoice.Status)}{Pay(visit, invoice)}</td></tr>");

    private static Html Pay(PortalVisit visit, Invoice invoice) => !invoice.IsOpen ? Html.None : Html.Of($"""
        <form method="post" action="/portal/{visit.Session.Secret}/invoices/{invoice.Id}/pay">
        <button type="submit">Pay {invoice.Number}</button>
        </form>
        """);
}
