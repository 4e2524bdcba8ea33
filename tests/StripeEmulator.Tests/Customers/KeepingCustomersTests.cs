using System.Net;
using Stripe;

namespace StripeEmulator.Tests.Customers;

public sealed class KeepingCustomersTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task AnUpdate_ChangesWhatItNames_EmptiesWhatIsEmpty_AndLeavesTheRest()
    {
        var created = await server.Stripe.V1.Customers.CreateAsync(new()
        {
            Email = "ada@example.test",
            Name = "Ada",
            Phone = "+1555",
            Address = new() { City = "London", Country = "GB" },
        });

        var updated = await server.PostAsync($"/v1/customers/{created.Id}", "name=Ada L.", "phone=", "address=");

        Assert.Equal(("ada@example.test", "Ada L."), (updated.Json["email"]!.GetValue<string>(), updated.Json["name"]!.GetValue<string>()));
        Assert.Null(updated.Json["phone"]);
        Assert.Null(updated.Json["address"]);
    }

    [Fact]
    public async Task Metadata_IsMerged_AnEmptyValueDeletesAKey_AndAnEmptyMapClearsAll()
    {
        var created = await server.PostAsync("/v1/customers", "metadata[a]=1", "metadata[b]=2");

        var merged = await server.PostAsync($"/v1/customers/{created.Id}", "metadata[a]=", "metadata[c]=3");
        var cleared = await server.PostAsync($"/v1/customers/{created.Id}", "metadata=");

        Assert.Equal("""{"b":"2","c":"3"}""", merged.Json["metadata"]!.ToJsonString());
        Assert.Equal("{}", cleared.Json["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task Metadata_HasItsLimits()
    {
        var created = await server.PostAsync("/v1/customers", [.. Enumerable.Range(0, 50).Select(number => $"metadata[k{number}]=v")]);

        Assert.Equal(400, (await server.PostAsync($"/v1/customers/{created.Id}", "metadata[one_more]=v")).Status);
        Assert.Equal(400, (await server.PostAsync("/v1/customers", $"metadata[{new string('k', 41)}]=v")).Status);
        Assert.Equal(400, (await server.PostAsync("/v1/customers", $"metadata[k]={new string('v', 501)}")).Status);
    }

    [Fact]
    public async Task AnUpdateEvent_SaysWhatWasBefore_AndAnUpdateThatChangesNothingIsNone()
    {
        await using var fresh = await EmulatorServer.StartAsync();
        var created = await fresh.PostAsync("/v1/customers", "name=Ada", "metadata[a]=1");

        await fresh.PostAsync($"/v1/customers/{created.Id}", "name=Ada L.", "metadata[b]=2");
        await fresh.PostAsync($"/v1/customers/{created.Id}", "name=Ada L.");

        Assert.Equal(["customer.created", "customer.updated"], await fresh.EventTypesAsync());
        var events = await fresh.GetAsync("/v1/events?type=customer.updated");
        Assert.Equal("""{"metadata":{"b":null},"name":"Ada"}""", events.Json["data"]![0]!["data"]!["previous_attributes"]!.ToJsonString());
    }

    [Fact]
    public async Task ADeletedCustomer_AnswersAsATombstone_IsInNoList_AndCanNotBeChanged()
    {
        var created = await server.Stripe.V1.Customers.CreateAsync(new() { Email = "gone@example.test" });

        var deleted = await server.Stripe.V1.Customers.DeleteAsync(created.Id);

        Assert.True(deleted.Deleted);
        Assert.True((await server.Stripe.V1.Customers.GetAsync(created.Id)).Deleted);
        Assert.Empty(await server.Stripe.V1.Customers.ListAsync(new() { Email = "gone@example.test" }));
        var refused = await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Customers.UpdateAsync(created.Id, new() { Name = "Ada" }));
        Assert.Equal(HttpStatusCode.NotFound, refused.HttpStatusCode);
        var recorded = (await server.Stripe.V1.Events.ListAsync(new() { Type = "customer.deleted" })).First();
        Assert.Equal("gone@example.test", ((Customer)recorded.Data.Object).Email);
    }

    [Fact]
    public async Task AnUnknownOne_IsMissing()
    {
        var answer = await server.GetAsync("/v1/customers/cus_unknown");

        Assert.Equal(404, answer.Status);
        Assert.Equal(
            ("resource_missing", "id", "No such customer: 'cus_unknown'"),
            (answer.Code, answer.Parameter, answer.Error["message"]!.GetValue<string>()));
    }

    [Fact]
    public async Task ABusiness_HasItsNames_AndAnInvoicePrefixOfItsOwn()
    {
        var created = await server.Stripe.V1.Customers.CreateAsync(
            new() { BusinessName = "Engines Ltd", IndividualName = "Ada", InvoicePrefix = "ENGINES1" });
        var refused = await server.PostAsync($"/v1/customers/{created.Id}", "invoice_prefix=no");
        var uncovered = await server.PostAsync($"/v1/customers/{created.Id}", "source=tok_visa");

        Assert.Equal(("Engines Ltd", "Ada", "ENGINES1"), (created.BusinessName, created.IndividualName, created.InvoicePrefix));
        Assert.Equal((400, "invoice_prefix"), (refused.Status, refused.Parameter));
        Assert.Equal((400, "emulator_not_covered", "source"), (uncovered.Status, uncovered.Code, uncovered.Parameter));
    }
}
