using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Testing;

namespace Gateway.Tests;

public sealed class MergedOpenApiTests : IAsyncLifetime
{
    private const string Packages = "/api/v1/playground/credits/packages";
    private const string PurchaseStatus = "/api/v1/playground/credits/purchases/{purchaseId}";
    private const string History = "/api/v1/playground/credits/history";

    private ServiceDouble billing = null!;
    private ServiceDouble credits = null!;
    private GatewayApplication gateway = null!;

    public async Task InitializeAsync()
    {
        billing = await ServiceDouble.StartAsync("billing");
        credits = await ServiceDouble.StartAsync("credits");
        (billing.OpenApiDocument, credits.OpenApiDocument) = (ServicePapers.Billing, ServicePapers.Credits);
        gateway = GatewayApplication.Before(billing, credits);
    }

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await billing.DisposeAsync();
        await credits.DisposeAsync();
    }

    [Fact]
    public async Task ItIsOneDocumentOfTheGateway()
    {
        var document = await ReadAsync();

        Assert.Equal("Playground Credits", document["info"]!["title"]!.GetValue<string>());
        Assert.Equal("/", Assert.Single(document["servers"]!.AsArray())!["url"]!.GetValue<string>());
        Assert.Equal("JWT", document["components"]!["securitySchemes"]!["bearer"]!["bearerFormat"]!.GetValue<string>());
        Assert.Equal(["Packs", "Credits"], document["tags"]!.AsArray().Select(tag => tag!["name"]!.GetValue<string>()));
        Assert.Null(document["x-unavailable"]);
    }

    [Fact]
    public async Task ItHasTheOperationsThatAreRoutedAndNoOthers()
    {
        var document = await ReadAsync();

        Assert.Equal([History, Packages, PurchaseStatus], Names(document["paths"]).Order(StringComparer.Ordinal));
        Assert.Equal(["get"], Names(document["paths"]![PurchaseStatus]));
        Assert.DoesNotContain("Internal", Names(document["components"]!["schemas"]));
    }

    [Fact]
    public async Task NamesThatGatewaySceneUseAreToldApartAndEveryReferenceLeadsSomewhere()
    {
        var document = await ReadAsync();
        var schemas = document["components"]!["schemas"]!;

        Assert.Equal(
            ["BillingItem", "CreditsItem", "HttpValidationProblemDetails", "ProblemDetails", "Purchase"],
            Names(schemas).Order(StringComparer.Ordinal));
        Assert.NotNull(schemas["BillingItem"]!["properties"]!["package"]);
        Assert.NotNull(schemas["CreditsItem"]!["properties"]!["amount"]);
        Assert.Equal(
            "#/components/schemas/BillingItem",
            schemas["Purchase"]!["properties"]!["items"]!["items"]!["$ref"]!.GetValue<string>());
        Assert.Equal("BillingList", document["paths"]![Packages]!["get"]!["operationId"]!.GetValue<string>());
        Assert.All(References(document), reference =>
            Assert.NotNull(schemas[reference["#/components/schemas/".Length..]]));
    }

    [Fact]
    public async Task EveryOperationWantsATokenAndMayRefuseWithAProblemThatHasACode()
    {
        var document = await ReadAsync();

        foreach (var operation in document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()).Select(item => item.Value!))
        {
            Assert.Equal(["bearer"], Names(operation["security"]!.AsArray().Single()));
            Assert.Equal(
                "#/components/schemas/ProblemDetails",
                operation["responses"]!["default"]!["content"]!["application/problem+json"]!["schema"]!["$ref"]!.GetValue<string>());
        }
        Assert.NotNull(document["components"]!["schemas"]!["ProblemDetails"]!["properties"]!["code"]);
    }

    [Fact]
    public async Task WithOneServiceDownTheOtherIsDescribed_AndTheLostOneIsNamedUntilItIsBack()
    {
        await credits.StopAsync();

        var without = await ReadAsync();

        Assert.Equal(["credits"], without["x-unavailable"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Contains(Packages, Names(without["paths"]));
        Assert.DoesNotContain(History, Names(without["paths"]));

        await credits.RestartAsync();
        await Eventually.Async(async () =>
        {
            var whole = await ReadAsync();
            Assert.Null(whole["x-unavailable"]);
            Assert.Contains(History, Names(whole["paths"]));
        });
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData(null)]
    public async Task AServiceWithoutAUsableDocumentCountsAsUnavailable(string? paper)
    {
        billing.OpenApiDocument = paper;

        var document = await ReadAsync();

        Assert.Equal(["billing"], document["x-unavailable"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Contains(History, Names(document["paths"]));
    }

    private async Task<JsonObject> ReadAsync()
    {
        var response = await gateway.GetAsync("/openapi/v1.json", token: null);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonSerializer.Deserialize<JsonObject>(await response.Content.ReadAsStringAsync())!;
    }

    private static IEnumerable<string> Names(JsonNode? node) => node!.AsObject().Select(member => member.Key);

    private static IEnumerable<string> References(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member =>
            member.Key == "$ref" ? [member.Value!.GetValue<string>()] : References(member.Value)),
        JsonArray items => items.SelectMany(References),
        _ => [],
    };
}
