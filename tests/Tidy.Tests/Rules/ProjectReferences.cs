using System.Xml.Linq;

namespace Tidy.Tests.Rules;

/// <summary>Which project may know which: data flows over HTTP and the bus, not through references.</summary>
internal static class ProjectReferences
{
    // The first line that fits a project counts; a folder stands for all projects in it.
    private static readonly (string Project, string[] May)[] Allowed =
    [
        ("shared/Contracts/", []),
        ("shared/ServiceDefaults/", ["shared/Contracts/"]),
        ("shared/Messaging/", ["shared/Contracts/", "shared/ServiceDefaults/"]),
        ("shared/", ["shared/"]),
        ("services/Gateway/", ["shared/Contracts/", "shared/ServiceDefaults/", "web/"]),
        ("services/", ["shared/"]),
        ("web/", ["shared/Contracts/", "web/"]),
        ("tools/StripeEmulator/", []),
        ("tools/LocalServers/", []),
        ("tools/Operator/", ["shared/", "services/"]),
        ("tools/", ["shared/", "tools/"]),
        ("tests/Testing/", ["shared/", "tools/"]),
        ("tests/", ["shared/", "services/", "tools/", "web/", "perf/", "tests/"]),
        ("perf/", ["shared/", "services/", "tools/", "tests/Testing/"]),
    ];

    public static IEnumerable<Finding> Check(SourceFile project)
    {
        var may = Allowed.Where(rule => project.IsIn(rule.Project)).Select(rule => rule.May).FirstOrDefault();
        foreach (var (reference, line) in project.References("ProjectReference"))
        {
            var target = Resolve(project.Path, reference);
            if (may is null || !may.Any(folder => target.StartsWith(folder, StringComparison.Ordinal)))
            {
                yield return project.At(line, $"must not reference {target}. Allowed here: {Say(may)}. Send a message or call over HTTP.");
            }
        }
    }

    /// <summary>What a project includes by one kind of element, with the line of each.</summary>
    public static IEnumerable<(string Name, int Line)> References(this SourceFile project, string element) =>
        XDocument.Parse(project.Content, LoadOptions.SetLineInfo)
            .Descendants(element)
            .Where(item => item.Attribute("Include") is not null)
            .Select(item => (item.Attribute("Include")!.Value, ((System.Xml.IXmlLineInfo)item).LineNumber));

    private static string Resolve(string project, string reference) =>
        Path.GetRelativePath("/", Path.GetFullPath(reference.Replace('\\', '/'), "/" + Path.GetDirectoryName(project)));

    private static string Say(string[]? folders) => folders is null or [] ? "nothing" : string.Join(", ", folders);
}
