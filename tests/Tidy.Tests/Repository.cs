namespace Tidy.Tests;

/// <summary>The files of this repository as they lie in the checkout, without what builds and runs leave behind.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private const string RootMark = "PlaygroundCredits.slnx";
    private static readonly string[] LeftBehind = ["artifacts", "bin", "obj", "node_modules", "TestResults"];
    private static readonly string[] HiddenButOurs = [".ci", ".config", ".github"];
    private static readonly string[] TextEndings =
    [
        ".cs", ".razor", ".css", ".js", ".html", ".json", ".md", ".txt", ".csproj", ".props", ".targets", ".slnx",
        ".yml", ".yaml", ".sql", ".sh", ".http", ".conf", ".toml", ".xml", ".editorconfig", ".gitignore", ".dockerignore",
    ];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(() => Read(Root).ToList());

    /// <summary>Every text file, by its path from the root with forward slashes.</summary>
    public static IReadOnlyList<SourceFile> Text => Files.Value;

    public static IEnumerable<SourceFile> CSharp => Text.Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal));

    public static IEnumerable<SourceFile> Projects => Text.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    public static SourceFile File(string path) =>
        Text.SingleOrDefault(file => file.Path == path) ?? throw new FileNotFoundException($"{path} is not in {Root}.");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, RootMark)))
            {
                return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException($"No {RootMark} in any folder above {AppContext.BaseDirectory}.");
    }

    private static IEnumerable<SourceFile> Read(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Where(IsText))
        {
            yield return new SourceFile(Path.GetRelativePath(Root, file).Replace('\\', '/'), System.IO.File.ReadAllText(file));
        }
        foreach (var file in Directory.EnumerateDirectories(folder).Where(IsOurs).SelectMany(Read))
        {
            yield return file;
        }
    }

    // A file without an ending is a script or a Dockerfile.
    private static bool IsText(string file) => Path.GetExtension(file) is not { Length: > 0 } ending || TextEndings.Contains(ending);

    private static bool IsOurs(string folder)
    {
        var name = Path.GetFileName(folder);
        return name.StartsWith('.') ? HiddenButOurs.Contains(name) : !LeftBehind.Contains(name);
    }
}
