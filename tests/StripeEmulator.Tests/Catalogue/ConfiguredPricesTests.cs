using System.Net;

namespace StripeEmulator.Tests.Catalogue;

public sealed class ConfiguredPricesTests
{
    [Fact]
    public async Task TheyAreThereFromTheStart_AndAfterAReset()
    {
        await using var server = await EmulatorServer.StartAsync(
            "--Prices:0:Id=price_plus", "--Prices:0:AmountCents=700", "--Prices:0:Name=Plus", "--Prices:1:Id=price_other");

        for (var round = 0; round < 2; round++)
        {
            var price = await server.Stripe.V1.Prices.GetAsync("price_plus");
            Assert.Equal((700, "usd", "month", 1, true), (price.UnitAmount, price.Currency, price.Recurring.Interval, price.Recurring.IntervalCount, price.Active));
            Assert.Equal("Plus", (await server.Stripe.V1.Products.GetAsync(price.ProductId)).Name);
            Assert.Equal(500, (await server.Stripe.V1.Prices.GetAsync("price_other")).UnitAmount);

            using var reset = await server.Http.PostAsync("/_emulator/reset", null);
            Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        }
    }

    [Theory]
    [InlineData("--Prices:0:AmountCents=500", "Prices__0__Id")]
    [InlineData("--Prices:0:Id=price with blanks", "Prices__0__Id")]
    public void AWrongOneIsNamed(string setting, string named) =>
        Assert.Contains(named, Assert.Throws<SettingException>(() => EmulatorApplication.Build(setting)).Message, StringComparison.Ordinal);
}
