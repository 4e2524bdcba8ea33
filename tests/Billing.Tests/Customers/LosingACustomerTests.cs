using Contracts;

namespace Billing.Tests.Customers;

[Collection(SharedBilling.Name)]
public sealed class LosingACustomerTests(BillingApplication billing)
{
    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task DeletedAtStripe_TheNextPurchaseMakesAnother_AndALateRepeatLeavesItAlone()
    {
        await billing.StartPurchaseAsync(_user);
        var gone = Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
        await billing.Stripe.DeleteCustomerAsync(gone.Id);

        await billing.DeliverAsync(Deleted(gone.Id));
        Assert.Empty(await billing.Stripe.CustomersOfAsync(_user));

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => billing.StartPurchaseAsync(_user)));
        await billing.DeliverAsync(Deleted(gone.Id));
        await billing.StartPurchaseAsync(_user);

        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(_user));
        Assert.Equal(1, await billing.CountAsync(
            $"SELECT count(*) FROM customers WHERE user_id = '{_user}' AND stripe_customer_id = '{customer.Id}' AND deleted_at IS NULL"));
    }

    private CustomerDeleted Deleted(string customerId) => new()
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        CustomerId = customerId,
        UserId = _user,
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };
}
