using Billing.CreditPacks;
using Billing.Customers;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Stripe;

namespace Billing.Purchases;

/// <summary>Brings a purchase to the point where it can be paid, or continues one that a crash or an outage left halfway.</summary>
/// <remarks>
/// Each step is committed before the next and can be repeated: the customer, the row, the payment under the key
/// <c>purchase:{id}</c>, the payment's id on the row. No transaction is open while Stripe is asked.
/// </remarks>
internal sealed class PurchaseStarter(
    BillingDbContext database, CustomerDirectory customers, StripeCaller stripe, TimeProvider time, ILogger<PurchaseStarter> logger)
{
    public async Task<(Purchase Purchase, PaymentIntent Payment)> StartAsync(
        string userId, CreditPack pack, Guid? claimId, CancellationToken cancellationToken)
    {
        var purchase = await FindByClaimAsync(claimId, cancellationToken)
            ?? await InsertAsync(userId, pack, claimId, cancellationToken);

        if (purchase.PaymentIntentId is null)
        {
            var created = await CreatePaymentOrGiveUpAsync(purchase, cancellationToken);
            purchase = await AttachAsync(purchase, created, cancellationToken);
            if (purchase.PaymentIntentId == created.Id)
            {
                return (purchase, created);
            }
        }
        // The client's secret is kept nowhere but at Stripe.
        var payment = await stripe.CallAsync(
            (api, token) => api.PaymentIntents.GetAsync(purchase.PaymentIntentId, cancellationToken: token), cancellationToken);
        return (purchase, payment);
    }

    private async Task<Purchase?> FindByClaimAsync(Guid? claimId, CancellationToken cancellationToken) =>
        claimId is null
            ? null
            : await database.Set<Purchase>().AsNoTracking()
                .SingleOrDefaultAsync(purchase => purchase.IdempotencyClaimId == claimId, cancellationToken);

    private async Task<Purchase> InsertAsync(string userId, CreditPack pack, Guid? claimId, CancellationToken cancellationToken)
    {
        var customerId = await customers.EnsureAsync(userId, cancellationToken);
        var now = time.GetUtcNow();
        var purchase = new Purchase
        {
            Id = Guid.CreateVersion7(),
            UserId = userId,
            Package = pack.Id,
            Credits = pack.Credits,
            AmountCents = pack.AmountCents,
            Currency = CreditPack.Currency,
            Status = PurchaseStatus.Pending,
            StripeCustomerId = customerId,
            PaymentAttempt = 1,
            IdempotencyClaimId = claimId,
            CreatedAt = now,
            UpdatedAt = now,
        };
        database.Add(purchase);
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException exception) when (IsClaimTaken(exception))
        {
            // The lease of this request ran out and a repeat took it over: both go on with the repeat's purchase.
            return (await FindByClaimAsync(claimId, cancellationToken))!;
        }
        finally
        {
            database.ChangeTracker.Clear();
        }
        BillingMetrics.PurchasesInitiated.Add(1, new KeyValuePair<string, object?>("package", pack.Id));
        return purchase;
    }

    private static bool IsClaimTaken(DbUpdateException exception) => exception.InnerException
        is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: PurchaseConfiguration.ClaimIndex };

    // A refusal is for the operator to mend (a key, a right, a setting of the account). Until then the purchase shows as
    // failed and can't be paid; a repeat under the client's key takes it up again, as an attempt of its own.
    private async Task<PaymentIntent> CreatePaymentOrGiveUpAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        try
        {
            return await CreatePaymentAsync(purchase, cancellationToken);
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

    private async Task<PaymentIntent> CreatePaymentAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        try
        {
            return await RequestPaymentAsync(purchase, cancellationToken);
        }
        catch (StripeRefusedException refused) when (refused.IsMissingCustomer)
        {
            purchase = await MoveToAnotherCustomerAsync(purchase, cancellationToken);
        }
        return await RequestPaymentAsync(purchase, cancellationToken);
    }

    private async Task<Purchase> MoveToAnotherCustomerAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var gone = purchase.StripeCustomerId;
        var customerId = await customers.ReplaceAsync(purchase.UserId, gone, cancellationToken);
        await Unpayable(purchase.Id).Where(row => row.StripeCustomerId == gone).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.PaymentAttempt, row => row.PaymentAttempt + 1)
                .SetProperty(row => row.StripeCustomerId, customerId)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);
        return await ReadAsync(purchase.Id, cancellationToken);
    }

    private Task<PaymentIntent> RequestPaymentAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var request = PurchasePayment.RequestFor(purchase);
        var once = StripeCaller.Once(PurchasePayment.KeyOf(purchase));
        return stripe.CallAsync((api, token) => api.PaymentIntents.CreateAsync(request, once, token), cancellationToken);
    }

    // An event may have brought the payment's id before us, and with it a newer status than ours.
    private async Task<Purchase> AttachAsync(Purchase purchase, PaymentIntent payment, CancellationToken cancellationToken)
    {
        await Unpayable(purchase.Id).ExecuteUpdateAsync(
            update => update
                .SetProperty(row => row.PaymentIntentId, payment.Id)
                .SetProperty(row => row.Status, PurchaseStatus.Pending)
                .SetProperty(row => row.FailureReason, (string?)null)
                .SetProperty(row => row.UpdatedAt, time.GetUtcNow()),
            cancellationToken);
        Log.PurchasePayable(logger, purchase.Id, purchase.Package, purchase.UserId, payment.Id);
        return await ReadAsync(purchase.Id, cancellationToken);
    }

    private IQueryable<Purchase> Unpayable(Guid purchaseId) =>
        database.Set<Purchase>().Where(purchase => purchase.Id == purchaseId && purchase.PaymentIntentId == null);

    private Task<Purchase> ReadAsync(Guid purchaseId, CancellationToken cancellationToken) =>
        database.Set<Purchase>().AsNoTracking().SingleAsync(purchase => purchase.Id == purchaseId, cancellationToken);
}
