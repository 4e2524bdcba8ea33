using System.Text;

namespace StripeEmulator.Tests.Requests;

public sealed class ShowingAKeyTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    [Theory]
    [InlineData(null)]
    [InlineData("sk_test_some_other_key")]
    [InlineData("nonsense")]
    [InlineData("sk_live_0123456789abcdef")]
    [InlineData("rk_live_0123456789abcdef")]
    [InlineData("pk_live_0123456789abcdef")]
    public async Task AMissingWrongOrLiveKey_Is401_AndIsNotRepeated(string? key)
    {
        var answer = await server.SendAsync(HttpMethod.Get, "/v1/customers", key: key);

        Assert.Equal((401, "invalid_request_error"), (answer.Status, answer.ErrorType));
        Assert.DoesNotContain(key ?? "\0", answer.Body, StringComparison.Ordinal);
        Assert.StartsWith("req_", answer.Header("Request-Id"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheKeyAsUserName_Works()
    {
        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(EmulatorServer.SecretKey + ":"));

        var answer = await server.SendAsync(HttpMethod.Get, "/v1/customers", key: null, headers: ("Authorization", basic));

        Assert.Equal(200, answer.Status);
    }

    [Theory]
    [InlineData("sk_test_long_enough", 200)]
    [InlineData("rk_test_long_enough", 200)]
    [InlineData("sk_test_1", 401)]
    [InlineData("pk_test_long_enough", 401)]
    public async Task WithoutAConfiguredKey_AnyTestKeyOfSomeLengthWorks(string key, int status)
    {
        await using var open = await EmulatorServer.StartAsync("--STRIPE_SECRET_KEY=", "--STRIPE_PUBLISHABLE_KEY=");

        Assert.Equal(status, (await open.SendAsync(HttpMethod.Get, "/v1/customers", key: key)).Status);
    }

    [Theory]
    [InlineData("--STRIPE_SECRET_KEY=sk_live_0123456789abcdef", "STRIPE_SECRET_KEY")]
    [InlineData("--STRIPE_SECRET_KEY=rk_live_0123456789abcdef", "STRIPE_SECRET_KEY")]
    [InlineData("--STRIPE_PUBLISHABLE_KEY=pk_live_0123456789abcdef", "STRIPE_PUBLISHABLE_KEY")]
    [InlineData("--STRIPE_SECRET_KEY=sk_test_1", "STRIPE_SECRET_KEY")]
    [InlineData("--Webhooks:0:Url=nowhere", "Webhooks__0__Url")]
    [InlineData("--Webhooks:0:Url=http://127.0.0.1:1/", "Webhooks__0__Secrets")]
    [InlineData("--Webhooks:RetrySeconds=1,soon", "Webhooks__RetrySeconds")]
    [InlineData("--Webhooks:TimeoutSeconds=0", "Webhooks__TimeoutSeconds")]
    [InlineData("--Account:ApiVersion=newest", "Account__ApiVersion")]
    public void AWrongSetting_KeepsItFromStarting_AndIsNamed(string setting, string name)
    {
        var wrong = Assert.Throws<SettingException>(() => EmulatorApplication.Build(setting));

        Assert.StartsWith(name, wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("_live_", wrong.Message, StringComparison.Ordinal);
    }
}
