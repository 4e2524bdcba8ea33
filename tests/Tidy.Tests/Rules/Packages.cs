using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tidy.Tests.Rules;

/// <summary>Versions stand in one place, and packages whose licence asks for money stay out.</summary>
internal static partial class Packages
{
    public const string CentralFile = "Directory.Packages.props";
    private const string LastFreeMassTransit = "[8.5.12]";
    private static readonly string[] Refused = ["MediatR", "FluentAssertions", "AutoMapper", "MassTransit.EntityFrameworkCore"];

    public static IEnumerable<Finding> CheckProject(SourceFile project)
    {
        for (var index = 0; index < project.Lines.Length; index++)
        {
            if (VersionOfItsOwn().IsMatch(project.Lines[index]))
            {
                yield return project.At(index + 1, $"states a version. Move it to {CentralFile}.");
            }
        }
        foreach (var (package, line) in project.References("PackageReference").Where(package => IsRefused(package.Name)))
        {
            yield return project.At(line, $"references {package}, which is kept out for its licence or by decision.");
        }
        if (project.IsIn("shared/Contracts/"))
        {
            foreach (var (package, line) in project.References("PackageReference"))
            {
                yield return project.At(line, $"references {package}. Contracts are the wire and depend on nothing.");
            }
        }
    }

    public static IEnumerable<Finding> CheckVersions(SourceFile central)
    {
        foreach (var item in XDocument.Parse(central.Content, LoadOptions.SetLineInfo).Descendants("PackageVersion"))
        {
            var (name, version) = (item.Attribute("Include")?.Value ?? "", item.Attribute("Version")?.Value);
            var line = ((System.Xml.IXmlLineInfo)item).LineNumber;
            if (IsRefused(name))
            {
                yield return central.At(line, $"pins {name}, which is kept out for its licence or by decision.");
            }
            else if (IsMassTransit(name) && version != LastFreeMassTransit)
            {
                yield return central.At(line, $"pins {name} {version}. 9 and later need a commercial licence: write {LastFreeMassTransit}.");
            }
        }
    }

    private static bool IsRefused(string package) => Refused.Contains(package, StringComparer.OrdinalIgnoreCase);

    private static bool IsMassTransit(string package) => package is "MassTransit" || package.StartsWith("MassTransit.", StringComparison.Ordinal);

    [GeneratedRegex("<PackageReference[^>]*\\sVersion(Override)?=|<PackageVersion ")]
    private static partial Regex VersionOfItsOwn();
}
