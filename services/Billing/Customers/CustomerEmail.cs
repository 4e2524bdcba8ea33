using System.Security.Cryptography;
using System.Text;
using Billing.Persistence;
using Billing.StripeApi;
using Microsoft.EntityFrameworkCore;
using Stripe;

namespace Billing.Customers;

/// <summary>Tells Stripe the payer's e-mail address when a token brings another one than it was last told.</summary>
/// <remarks>
/// Only a hash is kept here, enough to see that it changed. An address that the payer changed at Stripe themselves, in the portal,
/// stays until their token's changes: nothing is done on <c>customer.updated</c>. Told apart from the customer's creation, whose
/// idempotency key two requests with different tokens share.
/// </remarks>
internal sealed class CustomerEmail(BillingDbContext database, StripeCaller stripe, ILogger<CustomerEmail> logger)
{
    public async Task TellAsync(Payer payer, string customerId, CancellationToken cancellationToken)
    {
        if (payer.Email is not { } email)
        {
            return;
        }
        // With the customer's id, so that one address of two payers doesn't show as one.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{customerId}:{email}"));
        var untold = database.Set<Customer>().Where(
            customer => customer.StripeCustomerId == customerId && (customer.EmailHash == null || customer.EmailHash != hash));
        if (!await untold.AnyAsync(cancellationToken) || !await TryTellAsync(customerId, email, cancellationToken))
        {
            return;
        }
        await untold.ExecuteUpdateAsync(update => update.SetProperty(customer => customer.EmailHash, hash), cancellationToken);
    }

    /// <summary>Whoever's address was last told to be this one, to the letter. Reads all customers, since no address is kept.</summary>
    public IQueryable<Customer> CustomersWith(string email) => database.Set<Customer>().FromSql(
        $"SELECT * FROM customers WHERE email_hash = sha256(convert_to(stripe_customer_id || ':' || {email}, 'UTF8'))");

    // Whoever wants to pay is not kept from it by this. It is told again with their next request, and a customer who is gone is
    // replaced by the request that needs one.
    private async Task<bool> TryTellAsync(string customerId, string email, CancellationToken cancellationToken)
    {
        // A key of its own: of an address that comes back within a day, Stripe would else take the second time for a repeat of the first.
        var once = StripeCaller.Once($"email:{Guid.CreateVersion7():N}");
        try
        {
            await stripe.CallAsync(
                (api, token) => api.Customers.UpdateAsync(customerId, new CustomerUpdateOptions { Email = email }, once, token),
                cancellationToken);
            return true;
        }
        catch (Exception failure) when (failure is StripeRefusedException or StripeUnavailableException)
        {
            Log.EmailNotTold(logger, customerId, failure.Message);
            return false;
        }
    }
}
