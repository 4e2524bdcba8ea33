using Billing.Customers;
using Billing.StripeApi;
using Stripe.Checkout;

namespace Billing.Subscriptions;

/// <summary>Opens the Checkout by which somebody subscribes, and never a second one that could be paid as well.</summary>
/// <remarks>
/// Requests of one payer race to decide the row's attempt, and all of them ask Stripe for that one under one key: they get one session.
/// A session that is there is looked at before another is made. Paid, they are subscribed, whether or not its events have come.
/// </remarks>
internal sealed class SubscriptionCheckoutStarter(
    SubscriptionCheckouts checkouts,
    SubscriptionMirror mirror,
    CustomerDirectory customers,
    StripeCaller stripe,
    OpenSessions sessions,
    ILogger<SubscriptionCheckoutStarter> logger)
{
    // Each round ends an attempt that can't be paid any more; rivals may end some too.
    private const int RoundsMax = 10;

    /// <returns>Null when they are subscribed.</returns>
    public async Task<Session?> StartAsync(SubscriptionOrder order, CancellationToken cancellationToken)
    {
        var customerId = await customers.EnsureAsync(order.Payer, cancellationToken);
        for (var round = 0; round < RoundsMax; round++)
        {
            if (await mirror.FindLiveAsync(order.Payer, cancellationToken) is not null)
            {
                return null;
            }
            var checkout = await checkouts.DecideAsync(order, customerId, cancellationToken);
            if (checkout.PriceId is null)
            {
                // A rival ended the attempt between our decision and our look at it.
                continue;
            }
            if (checkout.SessionId is null)
            {
                if (await OpenAsync(checkout, order.Payer, cancellationToken) is { } opened)
                {
                    return opened;
                }
                customerId = await customers.ReplaceAsync(order.Payer, customerId, cancellationToken);
                continue;
            }
            var session = await ReadAsync(checkout.SessionId, cancellationToken);
            if (session.Status == StripeCheckout.Open && order.IsFor(checkout))
            {
                return session;
            }
            await EndAsync(checkout, session, cancellationToken);
        }
        throw new StripeUnavailableException("the Checkouts of one payer keep closing", new TimeoutException());
    }

    // Null when the customer is gone at Stripe.
    private async Task<Session?> OpenAsync(SubscriptionCheckout checkout, Payer payer, CancellationToken cancellationToken)
    {
        try
        {
            var request = SubscriptionCheckoutRequest.For(checkout, payer);
            var once = StripeCaller.Once(SubscriptionCheckoutRequest.KeyOf(checkout, payer));
            var session = await stripe.CallAsync((api, token) => api.Checkout.Sessions.CreateAsync(request, once, token), cancellationToken);
            await checkouts.OpenedAsync(checkout, session.Id, cancellationToken);
            Log.SubscriptionCheckoutOpened(logger, payer.Who, session.Id);
            return session;
        }
        catch (StripeRefusedException refused)
        {
            await checkouts.OverAsync(checkout, cancellationToken);
            if (!refused.IsMissingCustomer)
            {
                throw;
            }
            return null;
        }
    }

    // One that was paid counts until its subscription is over: its events may still be on their way.
    private async Task EndAsync(SubscriptionCheckout checkout, Session session, CancellationToken cancellationToken)
    {
        switch (session.Status)
        {
            case StripeCheckout.Open:
                await sessions.ExpireAsync(session.Id, cancellationToken);
                break;
            case StripeCheckout.Complete when session.SubscriptionId is { } subscriptionId:
                var subscription = await mirror.RefreshAsync(subscriptionId, cancellationToken);
                if (!SubscriptionStatuses.Over.Contains(subscription.Status))
                {
                    return;
                }
                await checkouts.OverAsync(checkout, cancellationToken);
                break;
            default:
                await checkouts.OverAsync(checkout, cancellationToken);
                break;
        }
    }

    private Task<Session> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        stripe.CallAsync((api, token) => api.Checkout.Sessions.GetAsync(sessionId, cancellationToken: token), cancellationToken);
}
