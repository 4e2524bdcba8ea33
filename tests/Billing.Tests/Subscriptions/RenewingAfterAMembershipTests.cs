using Billing.Tests.Organizations;

namespace Billing.Tests.Subscriptions;

public sealed class RenewingAfterAMembershipTests : IDisposable
{
    private readonly string _clock = Path.GetTempFileName();

    public void Dispose() => File.Delete(_clock);

    [Fact]
    public async Task TheNextPeriodCostsWhatTheMembershipSays_AndTheOneAfterThat()
    {
        await File.WriteAllTextAsync(_clock, "0");
        await using var billing = await BillingApplication.StartAsync((BillingApplication.ClockFile, _clock));
        var subscriber = new Subscriber(billing);
        var organization = await TestOrganization.VerifiedWithAsync(billing, subscriber.User);
        var subscription = await subscriber.SubscribedAsync();

        await organization.RemoveAsync(subscriber.User);
        await subscriber.SeesAsync(seen => seen.Tier == "individual");
        await RenewAsync(billing, subscription.Id, days: 32, paid: [200, 500]);

        await organization.AddAsync(subscriber.User);
        await subscriber.SeesAsync(seen => seen.Tier == "organization_member");
        await RenewAsync(billing, subscription.Id, days: 64, paid: [200, 500, 200]);
    }

    private async Task RenewAsync(BillingApplication billing, string subscriptionId, int days, long[] paid)
    {
        await File.WriteAllTextAsync(_clock, $"{TimeSpan.FromDays(days).TotalSeconds:F0}");
        await Eventually.Async(async () =>
        {
            var invoices = await billing.Stripe.InvoicesOfAsync(subscriptionId);
            Assert.Equal(paid, invoices.OrderBy(invoice => invoice.Created).Select(invoice => invoice.AmountPaid));
        });
    }
}
