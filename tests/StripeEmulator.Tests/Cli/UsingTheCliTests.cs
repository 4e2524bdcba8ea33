using Testing.Stripe;
using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Cli;

public sealed class UsingTheCliTests(StripeCli cli, EmulatorServer server) : IClassFixture<StripeCli>, IClassFixture<EmulatorServer>
{
    [Fact]
    public async Task Resources_AreCreatedReadAndChanged()
    {
        var created = Json(await cli.RunAsync(server, "customers", "create", "--email", "ada@example.test"));
        var changed = Json(await cli.RunAsync(server, "post", $"/v1/customers/{created.Text("id")}", "-d", "name=Ada", "-d", "metadata[team]=7"));
        var read = Json(await cli.RunAsync(server, "get", created.Text("id")));
        var listed = Json(await cli.RunAsync(server, "get", "/v1/customers", "--limit", "1"));

        Assert.Equal(("Ada", "7"), (changed.Text("name"), changed["metadata"]!.Text("team")));
        Assert.Equal(("ada@example.test", "Ada"), (read.Text("email"), read.Text("name")));
        Assert.Equal(created.Text("id"), listed["data"]![0]!.Text("id"));
    }

    [Fact]
    public async Task ARefusal_IsShown()
    {
        var refused = await cli.RunAsync(server, "get", "cus_unknown");

        Assert.Contains("No such customer: 'cus_unknown'", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fixtures_AreRun_OnceForOneIdempotencyKey()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, """
            {
              "_meta": { "template_version": 0 },
              "fixtures": [
                {
                  "name": "customer", "path": "/v1/customers", "method": "post", "idempotency_key": "the-same",
                  "params": { "name": "Fixed" }
                },
                {
                  "name": "payment", "path": "/v1/payment_intents", "method": "post",
                  "params": {
                    "customer": "${customer:id}", "amount": 700, "currency": "usd", "confirm": true, "payment_method": "pm_card_visa",
                    "payment_method_types": ["card"]
                  }
                }
              ]
            }
            """);

        (await cli.RunAsync(server, "fixtures", file)).AssertSucceeded();
        (await cli.RunAsync(server, "fixtures", file)).AssertSucceeded();
        File.Delete(file);

        var customer = Assert.Single(await server.Stripe.V1.Customers.ListAsync(), customer => customer.Name == "Fixed");
        var payments = await server.Stripe.V1.PaymentIntents.ListAsync(new() { Customer = customer.Id });
        Assert.Equal([("succeeded", 700L), ("succeeded", 700L)], payments.Select(payment => (payment.Status, payment.Amount)));
    }

    [Fact]
    public async Task TheLogTail_ShowsRequests_WithWhyTheyWereRefused()
    {
        await using var tail = cli.Start(server, "logs", "tail", "--format", "JSON");
        await tail.SaysAsync("Ready!");

        await server.PostAsync("/v1/payment_intents", "amount=500", "currency=usd", "payment_method=pm_card_chargeDeclined", "confirm=true");
        await tail.SaysAsync("card_error");

        var shown = JsonNode.Parse(tail.Output.Split('\n').Single(line => line.StartsWith('{')))!;
        Assert.Equal(("POST", "/v1/payment_intents", 402), (shown.Text("method"), shown.Text("url"), shown["status"]!.GetValue<int>()));
        Assert.Equal(("card_declined", "generic_decline"), (shown["error"]!.Text("code"), shown["error"]!.Text("decline_code")));
        Assert.StartsWith("req_", shown.Text("request_id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheLogTail_ShowsOnlyWhatItIsAskedFor()
    {
        await using var tail = cli.Start(
            server, "logs", "tail", "--filter-http-method", "POST", "--filter-status-code-type", "4XX", "--filter-ip-address", "127.0.0.1");
        await using var elsewhere = cli.Start(server, "logs", "tail", "--filter-ip-address", "192.0.2.1");
        await tail.SaysAsync("Ready!");
        await elsewhere.SaysAsync("Ready!");

        await server.GetAsync("/v1/customers/cus_unknown");
        await server.PostAsync("/v1/customers", "name=Ada");
        await server.PostAsync("/v1/products", "nonsense=1");
        var output = await tail.SaysAsync("/v1/products");

        Assert.DoesNotContain("/v1/customers", output, StringComparison.Ordinal);
        Assert.Contains("[400] POST /v1/products", output, StringComparison.Ordinal);
        Assert.DoesNotContain("POST /v1", elsewhere.Output, StringComparison.Ordinal);
    }

    private static JsonNode Json(ProgramOutcome outcome)
    {
        outcome.AssertSucceeded();
        return JsonNode.Parse(outcome.Output[outcome.Output.IndexOf('{', StringComparison.Ordinal)..])!;
    }
}
