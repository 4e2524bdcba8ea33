using System.Diagnostics;

namespace Deployment.Tests.Image;

/// <summary>What the image's recipe asks of each program: that it can be published, with what starts it.</summary>
public sealed class PublishingProgramsTests : IDisposable
{
    private readonly DirectoryInfo _output = Directory.CreateTempSubdirectory("playground-credits-publish-");

    public static TheoryData<string> Projects { get; } = new(Programs.Projects.Values);

    public void Dispose() => _output.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Projects))]
    public async Task EveryProgram_CanBePublished_WithItsOwnSettingsAlone(string project)
    {
        var (exitCode, said) = await PublishAsync(project);

        Assert.True(exitCode == 0, said);
        var name = Path.GetFileName(project);
        Assert.True(File.Exists(Path.Combine(_output.FullName, name)), said);
        var settings = Path.Combine(_output.FullName, "appsettings.json");
        var own = Repository.PathOf($"{project}/appsettings.json");
        Assert.Equal(File.Exists(own) ? await File.ReadAllTextAsync(own) : null, File.Exists(settings) ? await File.ReadAllTextAsync(settings) : null);
    }

    // Of what is built already, in the configuration of this test.
    private async Task<(int ExitCode, string Said)> PublishAsync(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            ["publish", Repository.PathOf(project), "--no-build", "--configuration", configuration, "--output", _output.FullName])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var publishing = Process.Start(start)!;
        var said = await Task.WhenAll(publishing.StandardOutput.ReadToEndAsync(), publishing.StandardError.ReadToEndAsync());
        await publishing.WaitForExitAsync();
        return (publishing.ExitCode, string.Concat(said));
    }
}
