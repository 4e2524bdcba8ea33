using System.Diagnostics;

namespace Credits.Tests.Statements;

/// <summary><c>Operator check-statement</c>, run as a program without any setting.</summary>
public sealed class CheckStatementCommandTests(StatementScene scene) : IClassFixture<StatementScene>
{
    private static readonly string Program =
        Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "Operator", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory)!), "Operator.dll"));

    [Fact]
    public async Task AStatementThatFits_Is0() => Assert.Equal((0, ""), await CheckAsync(scene.Lines));

    [Fact]
    public async Task OneThatDoesNot_Is1_AndNamesTheLine()
    {
        var lines = scene.Lines.ToList();
        lines[2] = lines[2].Replace("\"amount\":20", "\"amount\":21", StringComparison.Ordinal);

        var (exitCode, output) = await CheckAsync(lines);

        Assert.Equal(1, exitCode);
        Assert.StartsWith("Line 3 is wrong. ", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("check-statement")]
    [InlineData("check-statement", "no-such-file")]
    [InlineData("check-statement", "one", "two")]
    public async Task WhatIsNotUnderstood_Is2(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).ExitCode);

    private static async Task<(int ExitCode, string Wrong)> CheckAsync(IEnumerable<string> lines)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllLinesAsync(file, lines);
            var (exitCode, output) = await RunAsync("check-statement", file);
            return (exitCode, exitCode == 0 ? "" : output);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
