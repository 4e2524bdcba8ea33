using Operator.Doctor;
using Stripe;

namespace Operator.Tests;

public sealed class WaitingEventsTests : IAsyncLifetime
{
    private StripeAccount account = null!;

    public async Task InitializeAsync() => account = await StripeAccount.OpenAsync();

    public async Task DisposeAsync() => await account.DisposeAsync();

    [Fact]
    public async Task AnEventThatNobodyTook_IsFoundAfterAMoment_AndNoneThatIsNotOurs()
    {
        await account.Api.WebhookEndpoints.CreateAsync(
            new WebhookEndpointCreateOptions { Url = "http://127.0.0.1:9/", EnabledEvents = ["*"] });
        await account.Api.Products.CreateAsync(new ProductCreateOptions { Name = "No business of ours" });
        Assert.True((await LookAsync(TimeSpan.FromMinutes(10))).IsWell);
        var customer = await account.Api.Customers.CreateAsync(new CustomerCreateOptions { Name = "Ada" });
        await account.Api.Customers.UpdateAsync(customer.Id, new CustomerUpdateOptions { Name = "Grace" });

        Assert.True((await LookAsync(TimeSpan.Zero)).IsWell);
        var finding = await LookAsync(TimeSpan.FromMinutes(10));

        Assert.False(finding.IsWell);
        Assert.Contains("1 events of the last three days are not delivered", finding.What, StringComparison.Ordinal);
        Assert.Contains("customer.updated", finding.What, StringComparison.Ordinal);
    }

    private Task<Finding> LookAsync(TimeSpan later) => DeliveryCheck.RunAsync(account.Client, new ClockAhead(later), CancellationToken.None);
}
