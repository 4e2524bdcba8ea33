namespace Billing.Tests.CreditPacks;

public sealed class ChangingTheShopTests
{
    [Fact]
    public async Task APriceIsChanged_APackAdded_AnotherTakenOut()
    {
        await using var billing = await BillingApplication.StartAsync(
            ("CreditPacks:Packs:small:AmountCents", "400"),
            ("CreditPacks:Packs:medium:Offered", "false"),
            ("CreditPacks:Packs:huge:Name", "Huge"),
            ("CreditPacks:Packs:huge:Credits", "5000"),
            ("CreditPacks:Packs:huge:AmountCents", "10000"));
        var user = BillingApplication.NewUser();

        var packs = (await billing.GetAsync(user, "packages")).Json["packages"]!.AsArray();

        Assert.Equal(["small", "large", "huge"], packs.Select(pack => (string)pack!["id"]!));
        Assert.Equal([0, 20, 100], packs.Select(pack => (int)pack!["bonusPercent"]!));
        Assert.Equal(400, (await billing.StartPurchaseAsync(user)).Amount);
        (await billing.PurchaseAsync(user, "medium")).AssertProblem(HttpStatusCode.BadRequest, "package_unknown");
    }
}
