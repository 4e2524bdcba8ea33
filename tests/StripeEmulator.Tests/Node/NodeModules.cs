using System.Security.Cryptography;

namespace StripeEmulator.Tests.Node;

/// <summary>
/// The npm packages that the scripts need, in the versions and with the contents of <c>package-lock.json</c>: installed once
/// into a folder of the machine's temporary files.
/// </summary>
internal static class NodeModules
{
    public static string Scripts { get; } = Path.Combine(AppContext.BaseDirectory, "Node");

    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>The folder to give to Node.js as <c>NODE_PATH</c>.</summary>
    public static Task<string> FolderAsync() => Installed.Value;

    private static async Task<string> InstallAsync()
    {
        var lockFile = await File.ReadAllBytesAsync(Path.Combine(Scripts, "package-lock.json"));
        var folder = Path.Combine(Path.GetTempPath(), "stripe-emulator-node-" + Convert.ToHexString(SHA256.HashData(lockFile))[..12]);
        if (!Directory.Exists(folder))
        {
            // Moved into place when whole, so that neither a run that was broken off nor one at the same time leaves half of it.
            var building = $"{folder}-{Environment.ProcessId}";
            Directory.CreateDirectory(building);
            foreach (var file in (string[])["package.json", "package-lock.json"])
            {
                File.Copy(Path.Combine(Scripts, file), Path.Combine(building, file), overwrite: true);
            }

            string[] install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=5"];
            var (exitCode, output) = await Command.RunAsync("npm", install, building, TimeSpan.FromMinutes(5));
            Assert.True(exitCode == 0, $"npm could not install the pinned packages:\n{output}");
            MoveUnlessThere(building, folder);
        }

        return Path.Combine(folder, "node_modules");
    }

    private static void MoveUnlessThere(string building, string folder)
    {
        try
        {
            Directory.Move(building, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(building, recursive: true);
        }
    }
}
