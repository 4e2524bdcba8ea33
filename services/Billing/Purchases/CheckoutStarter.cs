using Billing.CreditPacks;
using Billing.Customers;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;
using Stripe.Checkout;

namespace Billing.Purchases;

/// <summary>Brings a purchase to Stripe's hosted Checkout, or continues one that a crash or an outage left halfway.</summary>
/// <remarks>As with <see cref="PurchaseStarter"/>, each step is committed before the next and can be repeated.</remarks>
internal sealed class CheckoutStarter(
    BillingDbContext database,
    PurchaseOpener opener,
    PurchaseAttempts attempts,
    StripeCaller stripe,
    TimeProvider time,
    ILogger<CheckoutStarter> logger)
{
    public async Task<(Purchase Purchase, Session Session)> StartAsync(
        Payer buyer, CreditPack pack, PagesAfterCheckout pages, Guid? claimId, CancellationToken cancellationToken)
    {
        var purchase = await opener.OpenAsync(buyer, pack, claimId, cancellationToken);
        if (purchase.CheckoutSessionId is { } known)
        {
            return (purchase, await stripe.CallAsync(
                (api, token) => api.Checkout.Sessions.GetAsync(known, cancellationToken: token), cancellationToken));
        }
        var session = await attempts.MakeAsync(
            purchase,
            (row, token) => stripe.CallAsync(
                (api, attempt) => api.Checkout.Sessions.CreateAsync(
                    PurchasePayment.CheckoutFor(row, pages), StripeCaller.Once(PurchasePayment.KeyOf(row)), attempt),
                token),
            cancellationToken);
        await AttachAsync(purchase, session, cancellationToken);
        return (purchase, session);
    }

    // An event may have brought the session's or the payment's id before us, and with it a newer status than ours.
    private async Task AttachAsync(Purchase purchase, Session session, CancellationToken cancellationToken)
    {
        await attempts.Unpayable(purchase.Id).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.Status, PurchaseStatus.Pending)
                .SetProperty(row => row.FailureReason, (string?)null),
            cancellationToken);
        await database.Set<Purchase>().Where(row => row.Id == purchase.Id && row.CheckoutSessionId == null).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.CheckoutSessionId, session.Id)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);
        Log.CheckoutOpened(logger, purchase.Id, purchase.Package, purchase.UserId, session.Id);
    }
}

/// <summary>Where Checkout sends the browser to.</summary>
internal sealed record PagesAfterCheckout(string SuccessUrl, string CancelUrl);
