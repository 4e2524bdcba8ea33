namespace Dev.Tests;

public sealed class PrintingTheEnvironmentTests(DevProcess dev) : IClassFixture<DevProcess>
{
    private static readonly string[] Promised =
    [
        "GATEWAY_URL", "INGRESS_URL", "WEBHOOK_URL", "BILLING_URL", "CREDITS_URL", "STRIPE_API_BASE", "STRIPE_SECRET_KEY",
        "STRIPE_PUBLISHABLE_KEY", "STRIPE_WEBHOOK_SECRET", "STRIPE_PRPM_PLUS_PRICE_ID",
        "STRIPE_PRPM_PLUS_ORG_MEMBER_PRICE_ID", "STRIPE_ORG_VERIFICATION_PRICE_ID", "BILLING_DB", "CREDITS_DB", "RABBITMQ_URL", "RABBITMQ_MANAGEMENT_URL",
    ];

    [Fact]
    public async Task EveryPromisedKey_HasAValue_AndKeepsItTheNextTime()
    {
        var first = (await dev.RunAsync("env")).Output;
        var second = (await dev.RunAsync("env")).Output;

        Assert.Equal(first, second);
        Assert.All(Promised, key => Assert.Matches($"(?m)^{key}=.+$", first));
        Assert.All(
            first.Split('\n').Where(line => line.Contains("_URL=", StringComparison.Ordinal)),
            line => Assert.Contains("127.0.0.1:", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PortBase_SetsThePorts()
    {
        using var other = new DevProcess();

        var output = (await other.RunAsync(new Dictionary<string, string> { ["DEV_PORT_BASE"] = "31500" }, "env")).Output;

        Assert.Contains("GATEWAY_URL=http://127.0.0.1:31500\n", output, StringComparison.Ordinal);
        Assert.Contains("CREDITS_URL=http://127.0.0.1:31503\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RealStripe_IsPassedThrough_AndMissingSettingsAreNamedBeforeAnythingStarts()
    {
        var real = new Dictionary<string, string> { ["STRIPE_SECRET_KEY"] = "sk_test_real", ["STRIPE_PUBLISHABLE_KEY"] = "pk_test_real" };

        var output = (await dev.RunAsync(real, "env")).Output;
        var (exitCode, _, error) = await dev.RunAsync(real, "up", "--detach");

        Assert.Contains("STRIPE_SECRET_KEY=sk_test_real\n", output, StringComparison.Ordinal);
        Assert.Contains("STRIPE_API_BASE=https://api.stripe.com\n", output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
        Assert.Contains("STRIPE_WEBHOOK_SECRET is not set", error, StringComparison.Ordinal);
    }
}
