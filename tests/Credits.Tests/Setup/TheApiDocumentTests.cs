using System.Net.Http.Json;
using System.Text.Json;

namespace Credits.Tests.Setup;

public sealed class TheApiDocumentTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task NamesTheParameters_AsClientsWriteThem()
    {
        var document = await credits.Anonymous().GetFromJsonAsync<JsonElement>("/openapi/v1.json");

        Assert.Equal(["limit", "offset", "type", "from", "to", "cursor"], Parameters(document, "/api/v1/playground/credits/history", "get"));
        Assert.Equal(["Idempotency-Key"], Parameters(document, "/api/v1/playground/credits/spend", "post"));
        Assert.Equal(["Idempotency-Key"], Parameters(document, "/api/v1/playground/credits/redeem", "post"));
        Assert.Equal(["limit", "cursor", "userId"], Parameters(document, "/api/v1/admin/credits/shortfalls", "get"));
        Assert.Equal(["limit", "cursor"], Parameters(document, "/api/v1/admin/credits/promo-codes", "get"));
    }

    private static IEnumerable<string> Parameters(JsonElement document, string path, string method) => document
        .GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("parameters").EnumerateArray()
        .Select(parameter => parameter.GetProperty("name").GetString()!);
}
