using System.Xml.Linq;
using Tidy.Tests.Rules;

namespace Tidy.Tests;

public sealed class ProjectsAreTidyTests
{
    private const string Solution = "PlaygroundCredits.slnx";
    private static readonly string[] PeopleRunThese = ["dev", ".ci/run"];

    [Fact]
    public void ReferencesPointInOneDirection() => Findings.AssertNone(Repository.Projects.SelectMany(ProjectReferences.Check));

    [Fact]
    public void NoProjectStatesAVersionOrTakesARefusedPackage() =>
        Findings.AssertNone(Repository.Projects.SelectMany(Packages.CheckProject));

    [Fact]
    public void TheCentralVersionsAreFree() =>
        Findings.AssertNone(Packages.CheckVersions(Repository.File(Packages.CentralFile)));

    [Fact]
    public void EveryProjectIsInTheSolution()
    {
        var listed = XDocument.Parse(Repository.File(Solution).Content)
            .Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value)
            .ToHashSet(StringComparer.Ordinal);

        Findings.AssertNone(Repository.Projects
            .Where(project => !listed.Contains(project.Path))
            .Select(project => project.At(1, $"is not in {Solution}, so nobody builds it. Add it.")));
    }

    [Fact]
    public void EveryProjectInTheSolutionIsThere() =>
        Findings.AssertNone(XDocument.Parse(Repository.File(Solution).Content)
            .Descendants("Project")
            .Select(project => project.Attribute("Path")!.Value)
            .Where(path => !File.Exists(Path.Combine(Repository.Root, path)))
            .Select(path => new Finding(Solution, 1, $"lists {path}, which is not there.")));

    [Fact]
    public void WhatPeopleRunCanBeRun()
    {
        var scripts = Repository.Text
            .Where(file => file.Content.StartsWith("#!", StringComparison.Ordinal))
            .Select(file => file.Path)
            .Union(PeopleRunThese.Where(path => File.Exists(Path.Combine(Repository.Root, path))));

        Findings.AssertNone(scripts
            .Where(path => !IsExecutable(Path.Combine(Repository.Root, path)))
            .Select(path => new Finding(path, 1, "is not executable. Run: git update-index --chmod=+x " + path)));
    }

    // Windows keeps no such bit; there git's own record counts, and this test runs on Linux too.
    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute);
}
