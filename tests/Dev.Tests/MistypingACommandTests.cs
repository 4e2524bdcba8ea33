namespace Dev.Tests;

public sealed class MistypingACommandTests(DevProcess dev) : IClassFixture<DevProcess>
{
    [Theory]
    [InlineData("upp")]
    [InlineData("up", "--detached")]
    [InlineData("up", "now")]
    [InlineData("token")]
    [InlineData("token", "ada", "--scope")]
    [InlineData("backfill")]
    [InlineData("doctor", "now")]
    [InlineData("stripe-setup", "--webhook-url")]
    [InlineData("start", "kafka")]
    [InlineData("start", "postgres", "--replicas", "2")]
    [InlineData("start", "credits", "--replicas", "0")]
    [InlineData("test", "Nothing.Tests")]
    public async Task ExitCodeIsTwo_AndTheMessageIsOnStandardError(params string[] arguments)
    {
        var (exitCode, output, error) = await dev.RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.NotEmpty(error);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_NamesEveryCommandOfTheContract()
    {
        var output = (await dev.RunAsync("help")).Output;

        string[] commands =
        [
            "up", "down", "env", "token", "demo", "test", "bench", "verify", "clock", "start", "stop", "kill", "restart", "logs",
            "doctor", "stripe-setup", "backfill",
        ];
        Assert.All(commands, command => Assert.Contains($"./dev {command} ", output, StringComparison.Ordinal));
    }
}
