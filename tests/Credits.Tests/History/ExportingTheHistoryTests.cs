using System.Net;
using System.Net.Http.Headers;

namespace Credits.Tests.History;

/// <summary>The history as a table that a spreadsheet opens and runs nothing of.</summary>
public sealed class ExportingTheHistoryTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private const string Header = "id,createdAt,type,amount,balanceAfter,description,sessionId,purchaseId,metadata";

    [Fact]
    public async Task AllOfIt_NewestFirst_WhateverPageIsAskedFor()
    {
        var user = await credits.UserWithAsync();
        await SpendAsync(user, "one");
        await SpendAsync(user, "two");

        using var response = await ExportAsync(user, "?limit=1&offset=1");
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/csv", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment; filename=\"credits-history.csv\"", response.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Contains("Accept", response.Headers.Vary);
        Assert.Equal([Header, "two", "one", "Welcome bonus", ""], lines.Select((line, index) => index is 0 or 4 ? line : line.Split(',')[5].Trim('"')));
        Assert.EndsWith("Z,spend,-1,3,two,session-1,,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("a, b", "\"a, b\"")]
    [InlineData("say \"so\"", "\"say \"\"so\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a;=1", "\"a;=1\"")]
    [InlineData("=\"x\"&A1", "\"'=\"\"x\"\"&A1\"")]
    [InlineData("größer ≠ kleiner", "\"größer ≠ kleiner\"")]
    public async Task SomebodysText_IsQuotedAndDefused_NumbersStayNumbers(string description, string cell)
    {
        var user = await credits.UserWithAsync();
        await SpendAsync(user, description);

        using var response = await ExportAsync(user, "?type=spend");

        Assert.Contains($",spend,-1,4,{cell},session-1,,\r\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/csv;q=0.9, */*;q=0.1", "text/csv")]
    [InlineData("application/json;q=0.5, TEXT/CSV", "text/csv")]
    [InlineData("application/json, text/csv;q=0.5", "application/json")]
    [InlineData("text/csv;q=0", "application/json")]
    [InlineData("*/*", "application/json")]
    public async Task WhatTheCallerWouldRatherHave(string accept, string mediaType)
    {
        using var response = await ExportAsync(await credits.UserWithAsync(), "", accept);

        Assert.Equal(mediaType, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task AQueryThatMakesNoSense_IsRefusedAsForAPage()
    {
        using var response = await ExportAsync("user", "?type=unheard");

        await Expect.ProblemAsync(response, HttpStatusCode.BadRequest, "validation_failed");
    }

    private async Task<HttpResponseMessage> ExportAsync(string user, string query, string accept = "text/csv")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/playground/credits/history{query}");
        foreach (var range in accept.Split(", "))
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(range));
        }
        return await credits.ClientFor(user).SendAsync(request);
    }

    private async Task SpendAsync(string user, string description)
    {
        using var response = await credits.SpendAsync(user, 1, description: description);
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
    }
}
