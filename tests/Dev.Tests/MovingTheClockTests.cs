namespace Dev.Tests;

public sealed class MovingTheClockTests : IDisposable
{
    private readonly DevProcess _dev = new();

    public void Dispose() => _dev.Dispose();

    [Fact]
    public async Task Steps_AddUpInTheFileThatTheServicesRead_UntilReset()
    {
        await _dev.RunAsync("clock", "+31d");
        await _dev.RunAsync("clock", "+2h");
        await _dev.RunAsync("clock", "+3m");
        var (exitCode, output, _) = await _dev.RunAsync("clock", "+4s");

        Assert.Equal(0, exitCode);
        Assert.Contains("31 d 2 h 3 m 4 s ahead", output, StringComparison.Ordinal);
        Assert.Equal((31 * 86_400) + (2 * 3_600) + (3 * 60) + 4, int.Parse(await File.ReadAllTextAsync(ClockFile), null));

        await _dev.RunAsync("clock", "reset");
        Assert.False(File.Exists(ClockFile));
    }

    [Theory]
    [InlineData("-1d")]
    [InlineData("1d")]
    [InlineData("+1w")]
    [InlineData("+")]
    [InlineData("+99999999999999999999d")]
    public async Task AnythingButForward_IsNotUnderstood(string time)
    {
        Assert.Equal(2, (await _dev.RunAsync("clock", time)).ExitCode);
        Assert.False(File.Exists(ClockFile));
    }

    private string ClockFile => Path.Combine(_dev.Directory, "clock");
}
