namespace Deployment.Tests;

/// <summary>The files of this repository, wherever the tests run from.</summary>
internal static class Repository
{
    private const string Marker = "PlaygroundCredits.slnx";

    public static string Root { get; } = FindRoot();

    public static string PathOf(string relativePath) => Path.Combine(Root, relativePath);

    public static string Read(string relativePath) => File.ReadAllText(PathOf(relativePath));

    public static string[] Lines(string relativePath) => File.ReadAllLines(PathOf(relativePath));

    /// <summary>Files below a folder, as paths from the root, in a stable order.</summary>
    public static IReadOnlyList<string> FilesBelow(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal)];

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, Marker)))
        {
            directory = directory.Parent;
        }
        return directory?.FullName ?? throw new DirectoryNotFoundException($"No {Marker} above {AppContext.BaseDirectory}.");
    }
}
