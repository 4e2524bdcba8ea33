using System.Net;
using System.Net.Http.Json;

namespace Credits.Tests;

/// <summary>Assertions on answers that show the body when they fail.</summary>
internal static class Expect
{
    public static async Task<ProblemView> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<ProblemView>())!;
        Assert.Equal(code, problem.Code);
        return problem;
    }

    public static async Task<T> BodyAsync<T>(HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{(int)response.StatusCode} instead of {(int)status}: {body}");
        return (await response.Content.ReadFromJsonAsync<T>())!;
    }
}
