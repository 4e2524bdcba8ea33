using Stripe;

namespace StripeEmulator.Tests.Catalogue;

public sealed class KeepingACatalogueTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task PricesAreFoundByLookupKey_ProductAndKind()
    {
        var product = await server.Stripe.V1.Products.CreateAsync(new() { Name = "Credits" });
        var pack = await CreateAsync(product, 500, "pack_small");
        var plan = await CreateAsync(product, 900, "plan_small", "month");

        Assert.Equal(pack.Id, Assert.Single(await ListAsync(new() { LookupKeys = ["pack_small", "unknown"] })).Id);
        Assert.Equal([plan.Id, pack.Id], (await ListAsync(new() { Product = product.Id })).Select(price => price.Id));
        Assert.Equal(plan.Id, Assert.Single(await ListAsync(new() { Product = product.Id, Type = "recurring" })).Id);
        Assert.Equal(plan.Id, Assert.Single(await ListAsync(new() { Product = product.Id, Recurring = new() { Interval = "month" } })).Id);
        Assert.Empty(await ListAsync(new() { Product = product.Id, Currency = "eur" }));
        Assert.Equal(("one_time", 500m), (pack.Type, pack.UnitAmountDecimal));
    }

    [Fact]
    public async Task ALookupKey_BelongsToOnePrice_UntilItIsTransferred()
    {
        var product = await server.Stripe.V1.Products.CreateAsync(new() { Name = "Credits" });
        var old = await CreateAsync(product, 500, "pack_transferred");

        var refused = await Assert.ThrowsAsync<StripeException>(() => CreateAsync(product, 600, "pack_transferred"));
        var raised = await server.Stripe.V1.Prices.CreateAsync(
            new() { Product = product.Id, Currency = "usd", UnitAmount = 600, LookupKey = "pack_transferred", TransferLookupKey = true });

        Assert.Equal("lookup_key", refused.StripeError.Param);
        Assert.Equal(raised.Id, Assert.Single(await ListAsync(new() { LookupKeys = ["pack_transferred"] })).Id);
        Assert.Null((await server.Stripe.V1.Prices.GetAsync(old.Id)).LookupKey);
    }

    [Fact]
    public async Task AProduct_TakesItsOwnId_ADefaultPrice_AndChanges()
    {
        var created = await server.Stripe.V1.Products.CreateAsync(new()
        {
            Id = "credits_pro",
            Name = "Pro",
            DefaultPriceData = new() { Currency = "usd", UnitAmount = 900, Recurring = new() { Interval = "year" } },
            Expand = ["default_price"],
        });
        var updated = await server.Stripe.V1.Products.UpdateAsync(
            created.Id, new() { Active = false, Description = "Credits", Metadata = new() { ["credits"] = "100" } });

        Assert.Equal(("credits_pro", 900, "year"), (created.Id, created.DefaultPrice.UnitAmount, created.DefaultPrice.Recurring.Interval));
        Assert.Equal((false, "100"), (updated.Active, updated.Metadata["credits"]));
        Assert.Equal(created.Id, Assert.Single(await server.Stripe.V1.Products.ListAsync(new() { Ids = [created.Id], Active = false })).Id);
        var again = await Assert.ThrowsAsync<StripeException>(
            () => server.Stripe.V1.Products.CreateAsync(new() { Id = "credits_pro", Name = "Pro" }));
        Assert.Equal("resource_already_exists", again.StripeError.Code);
    }

    [Fact]
    public async Task OnlyAProductWithoutPrices_CanBeDeleted()
    {
        var (empty, sold) = (await server.Stripe.V1.Products.CreateAsync(new() { Name = "Empty" }), await server.CreatePriceAsync(500));

        Assert.True((await server.Stripe.V1.Products.DeleteAsync(empty.Id)).Deleted);
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Products.DeleteAsync(sold.ProductId));
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Products.GetAsync(empty.Id));
    }

    [Theory]
    [InlineData("unit_amount=-1", "unit_amount")]
    [InlineData("unit_amount=500 recurring[interval]=fortnight", "recurring[interval]")]
    [InlineData("unit_amount=500 recurring[interval]=month recurring[interval_count]=37", "recurring[interval_count]")]
    [InlineData("unit_amount=500 recurring[interval]=month recurring[usage_type]=metered", "recurring[usage_type]")]
    [InlineData("unit_amount=500 surprise=1", "surprise")]
    public async Task APriceThatCanNotBe_IsRefused(string parameters, string wrong)
    {
        var product = await server.Stripe.V1.Products.CreateAsync(new() { Name = "Credits" });

        var refused = await server.PostAsync("/v1/prices", ["currency=usd", $"product={product.Id}", .. parameters.Split(' ')]);

        Assert.Equal((400, wrong), (refused.Status, refused.Parameter));
    }

    private Task<Price> CreateAsync(Product product, long cents, string lookupKey, string? interval = null) =>
        server.Stripe.V1.Prices.CreateAsync(new()
        {
            Product = product.Id,
            Currency = "usd",
            UnitAmount = cents,
            LookupKey = lookupKey,
            Recurring = interval is null ? null : new() { Interval = interval },
        });

    private async Task<IEnumerable<Price>> ListAsync(PriceListOptions filter) => await server.Stripe.V1.Prices.ListAsync(filter);

    [Fact]
    public async Task ARecurringPrice_IsAlsoAPlan_AndAnyOtherIsNot()
    {
        var (monthly, once) = (await server.CreatePriceAsync(1_000, "month"), await server.CreatePriceAsync(1_000));

        var plan = await server.Stripe.V1.Plans.GetAsync(monthly.Id, new() { Expand = ["product"] });
        var listed = await server.Stripe.V1.Plans.ListAsync(new() { Product = monthly.ProductId });

        Assert.Equal((1_000, "month", "Plan at 1000"), (plan.Amount, plan.Interval, plan.Product.Name));
        Assert.Equal([monthly.Id], listed.Select(found => found.Id));
        Assert.Equal(404, (await server.GetAsync($"/v1/plans/{once.Id}")).Status);
    }

    [Fact]
    public async Task AProductsFeaturesAndSize_AreKept_AndTakenAway()
    {
        var product = await server.Stripe.V1.Products.CreateAsync(new()
        {
            Name = "Box",
            MarketingFeatures = [new() { Name = "Fast" }, new() { Name = "Safe" }],
            PackageDimensions = new() { Height = 1.5m, Length = 2, Weight = 3, Width = 4 },
        });

        var bare = await server.PostAsync($"/v1/products/{product.Id}", "marketing_features=", "package_dimensions=");

        Assert.Equal(["Fast", "Safe"], product.MarketingFeatures.Select(feature => feature.Name));
        Assert.Equal(1.5m, product.PackageDimensions.Height);
        Assert.Empty(bare.Json["marketing_features"]!.AsArray());
        Assert.Null(bare.Json["package_dimensions"]);
    }
}
