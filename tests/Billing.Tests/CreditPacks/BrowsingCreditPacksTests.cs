using System.Text.Json.Nodes;

namespace Billing.Tests.CreditPacks;

[Collection(SharedBilling.Name)]
public sealed class BrowsingCreditPacksTests(BillingApplication billing)
{
    [Fact]
    public async Task ThreePacksAreOnSale_WithWhatTheLargerOnesSave()
    {
        var answer = await billing.GetAsync(BillingApplication.NewUser(), "packages");

        var expected = JsonNode.Parse(
            """
            {"packages": [
              {"id": "small", "name": "Small", "credits": 100, "amountCents": 500, "currency": "usd",
               "pricePerCredit": 0.05, "bonusPercent": 0, "popular": false, "bestValue": false},
              {"id": "medium", "name": "Medium", "credits": 250, "amountCents": 1000, "currency": "usd",
               "pricePerCredit": 0.04, "bonusPercent": 25, "popular": true, "bestValue": false},
              {"id": "large", "name": "Large", "credits": 600, "amountCents": 2000, "currency": "usd",
               "pricePerCredit": 0.0333, "bonusPercent": 50, "popular": false, "bestValue": true}
            ]}
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(JsonNode.DeepEquals(expected, answer.Json), answer.Body);
    }

    [Theory]
    [InlineData("packages")]
    [InlineData("purchases")]
    [InlineData("purchases/0197d000-0000-7000-8000-000000000000")]
    public async Task WithoutAToken_NothingIsShown(string path)
    {
        using var client = billing.AnonymousClient();

        var answer = await HttpAnswer.OfAsync(client.GetAsync(new Uri($"/api/v1/playground/credits/{path}", UriKind.Relative)));

        answer.AssertProblem(HttpStatusCode.Unauthorized, "unauthenticated");
    }
}
