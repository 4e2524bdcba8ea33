namespace StripeEmulator.Tests.Search;

public sealed class SearchingTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task AnEmailAndMetadata_FindTheOneCustomerThatHasBoth()
    {
        var api = server.Stripe.V1;
        var wanted = await api.Customers.CreateAsync(new() { Email = "Ada@example.test", Metadata = new() { ["user id"] = "it's 7" } });
        await api.Customers.CreateAsync(new() { Email = "ada@example.test", Metadata = new() { ["user id"] = "8" } });
        var deleted = await api.Customers.CreateAsync(new() { Email = "ada@example.test", Metadata = new() { ["user id"] = "it's 7" } });
        await api.Customers.DeleteAsync(deleted.Id);

        var found = await api.Customers.SearchAsync(new() { Query = @"email:'ada@example.test' AND metadata['user id']:'it\'s 7'" });

        Assert.Equal([wanted.Id], found.Select(customer => customer.Id));
        Assert.False(found.HasMore);
    }

    [Theory]
    [InlineData("name:'Starter pack'", "Starter pack")]
    [InlineData("name~\"pack\"", "Grand pack,Starter pack")]
    [InlineData("name~'pack' -name:'grand pack'", "Starter pack")]
    [InlineData("active:'true' AND -metadata['kind']:null", "Grand pack,Starter pack")]
    [InlineData("name:'Plus' OR name:'Grand pack'", "Grand pack,Plus")]
    [InlineData("created>0 AND metadata['kind']:'pack' AND name~'GRAND'", "Grand pack")]
    public async Task AQuery_FindsWhatItSays(string query, string names)
    {
        await using var shop = await EmulatorServer.StartAsync();
        await shop.Stripe.V1.Products.CreateAsync(new() { Name = "Plus" });
        await shop.Stripe.V1.Products.CreateAsync(new() { Name = "Starter pack", Metadata = new() { ["kind"] = "pack" } });
        await shop.Stripe.V1.Products.CreateAsync(new() { Name = "Grand pack", Metadata = new() { ["kind"] = "pack" } });

        var found = await shop.Stripe.V1.Products.SearchAsync(new() { Query = query });

        Assert.Equal(names.Split(','), found.Select(product => product.Name).Order());
    }

    [Fact]
    public async Task Payments_AreFoundByTheirAmountAndStatus()
    {
        var api = server.Stripe.V1;
        var paid = await api.PaymentIntents.CreateAsync(new() { Amount = 4_321, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });
        await api.PaymentIntents.CreateAsync(new() { Amount = 4_321, Currency = "usd" });

        var found = await api.PaymentIntents.SearchAsync(new() { Query = "amount>=4321 AND status:'succeeded'", Expand = ["data.latest_charge"] });

        Assert.Equal(paid.Id, Assert.Single(found).Id);
        Assert.True(found.Single().LatestCharge.Paid);
    }

    [Fact]
    public async Task ALongResult_ComesInPages()
    {
        var api = server.Stripe.V1;
        for (var number = 0; number < 5; number++)
        {
            await api.Customers.CreateAsync(new() { Name = $"Paged {number}" });
        }

        var all = new List<string>();
        await foreach (var customer in api.Customers.SearchAutoPagingAsync(new() { Query = "name~'paged'", Limit = 2 }))
        {
            all.Add(customer.Name);
        }

        Assert.Equal(["Paged 4", "Paged 3", "Paged 2", "Paged 1", "Paged 0"], all);
    }

    [Theory]
    [InlineData("email")]
    [InlineData("email:'a' AND name:'b' OR name:'c'")]
    [InlineData("shoe_size:'42'")]
    [InlineData("created>'soon'")]
    [InlineData("name~'ab'")]
    public async Task AQueryThatCantBeRead_IsRefused(string query)
    {
        var refused = await server.GetAsync($"/v1/customers/search?query={Uri.EscapeDataString(query)}");

        Assert.Equal((400, "invalid_request_error", "query"), (refused.Status, refused.ErrorType, refused.Parameter));
    }
}
