using Billing.Customers;
using Billing.StripeApi;
using Stripe.Checkout;

namespace Billing.Subscriptions;

/// <summary>Opens the Checkout by which a user subscribes, and never a second one that could be paid as well.</summary>
/// <remarks>
/// Requests of one user race to decide the row's attempt, and all of them ask Stripe for that one under one key: they get one session.
/// A session that is there is looked at before another is made. Paid, the user is subscribed, whether or not its events have come.
/// </remarks>
internal sealed class PlanCheckoutStarter(
    PlanCheckouts checkouts, SubscriptionMirror mirror, CustomerDirectory customers, StripeCaller stripe, ILogger<PlanCheckoutStarter> logger)
{
    // Each round ends an attempt that can't be paid any more; rivals may end some too.
    private const int RoundsMax = 10;

    /// <returns>Null when the user is subscribed.</returns>
    public async Task<Session?> StartAsync(PlanOrder order, CancellationToken cancellationToken)
    {
        var customerId = await customers.EnsureAsync(order.UserId, cancellationToken);
        for (var round = 0; round < RoundsMax; round++)
        {
            if (await mirror.FindLiveAsync(order.UserId, cancellationToken) is not null)
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
                if (await OpenAsync(checkout, cancellationToken) is { } opened)
                {
                    return opened;
                }
                customerId = await customers.ReplaceAsync(order.UserId, customerId, cancellationToken);
                continue;
            }
            var session = await ReadAsync(checkout.SessionId, cancellationToken);
            if (session.Status == StripeCheckout.Open && order.IsFor(checkout))
            {
                return session;
            }
            await EndAsync(checkout, session, cancellationToken);
        }
        throw new StripeUnavailableException("the Checkouts of one user keep closing", new TimeoutException());
    }

    // Null when the customer is gone at Stripe.
    private async Task<Session?> OpenAsync(PlanCheckout checkout, CancellationToken cancellationToken)
    {
        try
        {
            var request = PlanCheckoutRequest.For(checkout);
            var once = StripeCaller.Once(PlanCheckoutRequest.KeyOf(checkout));
            var session = await stripe.CallAsync((api, token) => api.Checkout.Sessions.CreateAsync(request, once, token), cancellationToken);
            await checkouts.OpenedAsync(checkout, session.Id, cancellationToken);
            Log.PlanCheckoutOpened(logger, checkout.UserId, session.Id);
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
    private async Task EndAsync(PlanCheckout checkout, Session session, CancellationToken cancellationToken)
    {
        switch (session.Status)
        {
            case StripeCheckout.Open:
                await ExpireAsync(session.Id, cancellationToken);
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

    // Refused when it was paid or closed in this moment: the next round sees which.
    private async Task ExpireAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await stripe.CallAsync(
                (api, token) => api.Checkout.Sessions.ExpireAsync(sessionId, null, StripeCaller.Once($"expire:{sessionId}"), token),
                cancellationToken);
        }
        catch (StripeRefusedException)
        {
            Log.CheckoutNotExpired(logger, sessionId);
        }
    }

    private Task<Session> ReadAsync(string sessionId, CancellationToken cancellationToken) =>
        stripe.CallAsync((api, token) => api.Checkout.Sessions.GetAsync(sessionId, cancellationToken: token), cancellationToken);
}
