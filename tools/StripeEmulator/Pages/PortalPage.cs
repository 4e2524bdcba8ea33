using StripeEmulator.Api.PaymentMethods;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Pages;

/// <summary>GET /portal/:secret and what its forms post: a customer ends, resumes or changes a subscription, or pays by another card.</summary>
internal static class PortalPage
{
    public static void MapPortalPage(this WebApplication app)
    {
        app.MapGet("/portal/{secret}", Show);
        app.MapPost("/portal/{secret}/subscriptions/{id}/{action}", ActAsync);
        app.MapPost("/portal/{secret}/invoices/{id}/pay", PayInvoice);
    }

    private static IResult Show(HttpContext context, string secret, StripeState state, Timekeeper timekeeper)
    {
        lock (state.Gate)
        {
            timekeeper.CatchUp();
            // A bank that asked the payer of an invoice sends back here and says how it went.
            var problem = context.Request.Query["redirect_status"] == "failed" ? Decline.AuthenticationFailed.PayerMessage : null;
            return Visit(state, secret) is { } visit ? PortalView.Render(context, visit, state, problem) : PortalView.NotFound(context);
        }
    }

    private static async Task<IResult> ActAsync(
        HttpContext context,
        string secret,
        string id,
        string action,
        StripeState state,
        Timekeeper timekeeper,
        AllProcesses processes,
        CancellationToken cancellationToken)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(cancellationToken) : FormCollection.Empty;
        lock (state.Gate)
        {
            using var still = state.Time.StandStill();
            timekeeper.CatchUp();
            if (Visit(state, secret) is not { } visit
                || state.Subscriptions.Find(id) is not { HasEnded: false } subscription
                || subscription.CustomerId != visit.Session.CustomerId)
            {
                return PortalView.NotFound(context);
            }

            using var clock = state.Time.On(subscription.TestClockId);
            var problem = Act(visit, subscription, action, form, state, processes);
            return problem is null ? new SeeOther($"/portal/{secret}") : PortalView.Render(context, visit, state, problem);
        }
    }

    /// <summary>Collects an open invoice with the subscription's own method.</summary>
    private static IResult PayInvoice(
        HttpContext context,
        string secret,
        string id,
        StripeState state,
        Timekeeper timekeeper,
        AllProcesses processes,
        EmulatorSettings settings)
    {
        lock (state.Gate)
        {
            using var still = state.Time.StandStill();
            timekeeper.CatchUp();
            if (Visit(state, secret) is not { } visit
                || state.Invoices.Find(id) is not { IsOpen: true } invoice
                || invoice.CustomerId != visit.Session.CustomerId)
            {
                return PortalView.NotFound(context);
            }

            var pages = settings.PagesFor(context.Request);
            var confirmation = new Confirmation { Pages = pages, ReturnUrl = new Uri(pages, $"/portal/{secret}").ToString() };
            using var clock = state.Time.On(invoice.TestClockId);
            var tried = processes.Collection.Collect(invoice, method: null, EventCause.Stripe, isAutomatic: false, confirmation);
            return !tried.IsOpen ? new SeeOther($"/portal/{secret}")
                : Question(state, tried) is { } question ? new SeeOther(question.PageUrl)
                : PortalView.Render(context, visit, state, "The payment was refused. Choose another card and pay again.");
        }
    }

    private static RequiredAction? Question(StripeState state, Invoice invoice) =>
        invoice.PaymentIntentId is { } id && state.PaymentIntents.Find(id) is { Status: PaymentIntentStatus.RequiresAction } asking
            ? asking.RequiredAction
            : null;

    /// <summary>Null when it was done, or why it was not.</summary>
    private static string? Act(
        PortalVisit visit, Subscription subscription, string action, IFormCollection form, StripeState state, AllProcesses processes)
    {
        var (features, subscriptions) = (visit.Configuration.Features, processes.Subscriptions);
        switch (action)
        {
            case "cancel" when features is { CancelsSubscriptions: true, CancelsImmediately: true }:
                subscriptions.Cancel(subscription, subscription.Cancellation, EventCause.Stripe);
                return null;
            case "cancel" when features.CancelsSubscriptions:
                Change(subscriptions, subscription, subscription with { Cancellation = AtPeriodEnd(subscription, state.Now) });
                return null;
            case "resume" when features.CancelsSubscriptions:
                Change(subscriptions, subscription, subscription with { Cancellation = Cancellation.None });
                return null;
            case "price" when features.ChangesPrice:
                return ChangePrice(visit, subscription, form["price"].ToString(), state, subscriptions);
            case "card" when features.UpdatesPaymentMethod:
                return ChangeCard(subscription, form["number"].ToString(), state, processes);
            default:
                return "That can't be done here.";
        }
    }

    /// <summary>A flexible subscription is given the moment of its end, a classic one is marked: as Stripe's portal does.</summary>
    private static Cancellation AtPeriodEnd(Subscription subscription, long now) => subscription.IsClassic
        ? subscription.Cancellation.AtPeriodEnd(subscription, now)
        : subscription.Cancellation.AtMoment(subscription.Period.End, now);

    private static string? ChangePrice(
        PortalVisit visit, Subscription subscription, string priceId, StripeState state, Subscriptions subscriptions)
    {
        if (PortalView.PricesFor(visit, subscription, state).FirstOrDefault(price => price.Id == priceId) is not { } price)
        {
            return "That price is not on offer.";
        }

        var item = subscription.Items[0];
        subscriptions.Change(
            subscription,
            subscription with { Items = subscription.Items.Replace(item, item with { Price = price }) },
            visit.Configuration.Features.ProrationBehavior,
            EventCause.Stripe);
        return null;
    }

    private static string? ChangeCard(Subscription subscription, string number, StripeState state, AllProcesses processes)
    {
        if (TestMethods.ByNumber(state, number) is not { Card: { } card } method)
        {
            return "Your card number is incorrect. Use one of the test cards.";
        }

        if (!card.CanBeAttached)
        {
            return card.Decline!.Message;
        }

        processes.Wallets.Attach(method, subscription.CustomerId, EventCause.Stripe);
        Change(processes.Subscriptions, subscription, subscription with { DefaultPaymentMethodId = method.Id });
        return null;
    }

    private static void Change(Subscriptions subscriptions, Subscription before, Subscription after) =>
        subscriptions.Change(before, after, ProrationBehaviors.None, EventCause.Stripe);

    private static PortalVisit? Visit(StripeState state, string secret) =>
        state.PortalSessions.OlderThan(null, secret).FirstOrDefault() is { } session
        && state.PortalConfigurations.Find(session.ConfigurationId) is { } configuration
            ? new PortalVisit(session, configuration)
            : null;
}

/// <summary>A customer in the portal, and what may be done there.</summary>
internal sealed record PortalVisit(PortalSession Session, PortalConfiguration Configuration);
