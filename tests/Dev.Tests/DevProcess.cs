using System.Diagnostics;

namespace Dev.Tests;

/// <summary>Runs the built ./dev as a person would, with a directory of its own.</summary>
public sealed class DevProcess : IDisposable
{
    /// <summary>Its DEV_DIR.</summary>
    public string Directory { get; } =
        System.IO.Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"dev-tests-{Guid.CreateVersion7():n}")).FullName;

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    public Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments) =>
        RunAsync(new Dictionary<string, string>(), arguments);

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(
        Dictionary<string, string> environment, params string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [typeof(DevException).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        info.Environment["DEV_DIR"] = Directory;
        info.Environment.Remove("DEV_PORT_BASE");
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        using var process = Process.Start(info)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }
}
