using Billing.Customers;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;

namespace Billing.Purchases;

/// <summary>Asks Stripe for something to pay a purchase by, and keeps the row true when Stripe refuses.</summary>
internal sealed class PurchaseAttempts(BillingDbContext database, CustomerDirectory customers, TimeProvider time)
{
    /// <summary>Makes the request, with another customer if Stripe lost the first. A refusal shows on the purchase.</summary>
    /// <param name="purchase">Not payable yet.</param>
    /// <param name="request">Made from the row, under the row's key: a repeat is the same request.</param>
    /// <param name="cancellationToken">Stops waiting; the request may have taken effect.</param>
    /// <remarks>
    /// A refusal is for the operator to mend (a key, a right, a setting of the account). Until then the purchase shows as failed and
    /// can't be paid; a repeat under the client's key takes it up again, as an attempt of its own.
    /// </remarks>
    public async Task<T> MakeAsync<T>(
        Purchase purchase, Func<Purchase, CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await MakeWithCustomerAsync(purchase, request, cancellationToken);
        }
        catch (StripeRefusedException)
        {
            await Unpayable(purchase.Id).ExecuteUpdateAsync(
                update => update
                    .SetProperty(row => row.PaymentAttempt, row => row.PaymentAttempt + 1)
                    .SetProperty(row => row.Status, PurchaseStatus.Failed)
                    .SetProperty(row => row.FailureReason, FailureReasons.StripeRefused)
                    .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
                cancellationToken);
            BillingMetrics.PurchasesFailed.Add(1);
            throw;
        }
    }

    /// <summary>The row as long as nobody can pay it.</summary>
    public IQueryable<Purchase> Unpayable(Guid purchaseId) => database.Set<Purchase>().Where(
        purchase => purchase.Id == purchaseId && purchase.PaymentIntentId == null && purchase.CheckoutSessionId == null);

    public Task<Purchase> ReadAsync(Guid purchaseId, CancellationToken cancellationToken) =>
        database.Set<Purchase>().AsNoTracking().SingleAsync(purchase => purchase.Id == purchaseId, cancellationToken);

    private async Task<T> MakeWithCustomerAsync<T>(
        Purchase purchase, Func<Purchase, CancellationToken, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request(purchase, cancellationToken);
        }
        catch (StripeRefusedException refused) when (refused.IsMissingCustomer)
        {
            purchase = await MoveToAnotherCustomerAsync(purchase, cancellationToken);
        }
        return await request(purchase, cancellationToken);
    }

    private async Task<Purchase> MoveToAnotherCustomerAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var gone = purchase.StripeCustomerId;
        var customerId = await customers.ReplaceAsync(Payer.OfUser(purchase.UserId), gone, cancellationToken);
        await Unpayable(purchase.Id).Where(row => row.StripeCustomerId == gone).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.PaymentAttempt, row => row.PaymentAttempt + 1)
                .SetProperty(row => row.StripeCustomerId, customerId)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);
        return await ReadAsync(purchase.Id, cancellationToken);
    }
}
