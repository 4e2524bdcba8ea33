using System.Net;
using Testing.Identity;

namespace Credits.Tests.Setup;

public sealed class WithoutStorageTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    private static readonly (string, string) NoDatabase = ("ConnectionStrings:Credits", "Host=127.0.0.1;Port=1;Username=nobody;Timeout=2");

    [Fact]
    public async Task ARequest_IsToldToComeAgain_AndTheServiceIsAliveButNotReady()
    {
        await using var replica = credits.CreateReplica(NoDatabase);
        using var client = CreditsApplication.WithToken(replica.CreateClient(), TestTokens.For("user", ["credits:spend"]));

        using var read = await client.GetAsync("/api/v1/playground/credits");
        using var spend = await CreditsApplication.PostSpendAsync(client, new { userId = "user", amount = 1 }, "key");
        using var live = await client.GetAsync("/health/live");
        using var ready = await client.GetAsync("/health/ready");

        await Expect.ProblemAsync(read, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        await Expect.ProblemAsync(spend, HttpStatusCode.ServiceUnavailable, "storage_unavailable");
        Assert.NotNull(read.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [Fact]
    public async Task AnUnknownPath_Is404_AndAWrongMethod405_WithACode()
    {
        using var unknown = await credits.Anonymous().GetAsync("/api/v1/playground/nothing");
        using var wrongMethod = await credits.ClientFor("user").DeleteAsync("/api/v1/playground/credits");

        await Expect.ProblemAsync(unknown, HttpStatusCode.NotFound, "not_found");
        await Expect.ProblemAsync(wrongMethod, HttpStatusCode.MethodNotAllowed, "method_not_allowed");
    }
}
