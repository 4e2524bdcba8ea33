using Dev.Building;
using Dev.Workspace;

namespace Dev.TestRuns;

/// <summary>One test project.</summary>
/// <param name="Name">Such as <c>Credits.Tests</c>.</param>
/// <param name="ProjectFile">Its project file.</param>
/// <param name="Program">What the build made of it.</param>
internal sealed record TestProject(string Name, string ProjectFile, BuiltProgram Program)
{
    private const string Suffix = ".Tests";
    private const string WholeSystem = "EndToEnd" + Suffix;

    /// <summary>Starts whole systems and breaks them: it runs last, and alone.</summary>
    public bool RunsAlone => Name == WholeSystem;

    public TimeSpan Limit => RunsAlone ? TimeSpan.FromMinutes(80) : TimeSpan.FromMinutes(30);

    /// <summary>Only what uses tests/Testing can ask for PostgreSQL or RabbitMQ.</summary>
    public bool NeedsServers => File.ReadAllText(ProjectFile).Contains("Testing.csproj", StringComparison.Ordinal);

    public static IReadOnlyList<TestProject> Find(Checkout checkout, IReadOnlyList<string> names)
    {
        var all = Directory.GetDirectories(Path.Combine(checkout.Root, "tests"), "*" + Suffix)
            .Select(directory => (Name: Path.GetFileName(directory), File: Path.Combine(directory, Path.GetFileName(directory) + ".csproj")))
            .Where(project => File.Exists(project.File))
            .Select(project => new TestProject(project.Name, project.File, BuiltProgram.Of(checkout, project.Name)))
            .OrderBy(project => project.RunsAlone)
            .ThenBy(project => project.Name, StringComparer.Ordinal)
            .ToList();
        foreach (var name in names.Where(name => !all.Any(project => project.IsCalled(name))))
        {
            throw new UsageException($"There is no test project {name}. There are {string.Join(", ", all.Select(project => project.Name))}.");
        }

        return names.Count == 0 ? all : [.. all.Where(project => names.Any(project.IsCalled))];
    }

    private bool IsCalled(string name) =>
        Name.Equals(name, StringComparison.OrdinalIgnoreCase) || Name.Equals(name + Suffix, StringComparison.OrdinalIgnoreCase);
}
