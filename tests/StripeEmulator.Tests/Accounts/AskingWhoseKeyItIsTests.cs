namespace StripeEmulator.Tests.Accounts;

public sealed class AskingWhoseKeyItIsTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task TheAccount_CanTakePayments()
    {
        var account = await server.Stripe.V1.Accounts.GetSelfAsync();

        Assert.True(account.ChargesEnabled);
        Assert.StartsWith("acct_", account.Id, StringComparison.Ordinal);
    }
}
