using System.Security.Cryptography;
using System.Text;
using Dev.Workspace;

namespace Dev.Building;

/// <summary>A program as the build left it.</summary>
/// <param name="Project">The project's name.</param>
/// <param name="Directory">Its output directory.</param>
internal sealed record BuiltProgram(string Project, string Directory)
{
    private const int FingerprintLength = 16;

    public static BuiltProgram Of(Checkout checkout, string project) =>
        new(project, Path.Combine(checkout.Artifacts, "bin", project, "debug"));

    public string File => Path.Combine(Directory, Project + ".dll");

    public bool Exists => System.IO.File.Exists(File);

    /// <summary>Changes with any file of the output.</summary>
    public string Fingerprint()
    {
        var files = new DirectoryInfo(Directory).EnumerateFiles("*", SearchOption.AllDirectories)
            .OrderBy(file => file.FullName, StringComparer.Ordinal)
            .Select(file => FormattableString.Invariant($"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        return Hash(string.Join('\n', files));
    }

    /// <summary>A copy that no later build touches: overwriting a program that runs breaks it.</summary>
    public BuiltProgram CopyTo(string directory)
    {
        var copy = this with { Directory = directory };
        if (copy.Exists)
        {
            return copy;
        }

        // Under another name first, so that an interrupted copy is never taken for a whole one.
        var unfinished = $"{directory}.{Environment.ProcessId}.new";
        foreach (var file in System.IO.Directory.EnumerateFiles(Directory, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(unfinished, Path.GetRelativePath(Directory, file));
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }

        System.IO.Directory.Move(unfinished, directory);
        return copy;
    }

    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..FingerprintLength];
}
