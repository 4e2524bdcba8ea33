using System.Text.RegularExpressions;
using System.Xml.Linq;
using Deployment.Tests.Compose;
using Deployment.Tests.Kubernetes;

namespace Deployment.Tests.Image;

public sealed partial class BuildingImagesTests
{
    private const string From = "FROM ";

    private static readonly string[] Instructions = [.. WithoutComments("Dockerfile")];

    // The images of others, which run beside ours.
    private static readonly string[] Servers = ["postgres", "rabbitmq"];

    [Fact]
    public void TheImage_IsNotRoot_AndNothingAfterThatIsBuilt()
    {
        var user = Assert.Single(Instructions, line => line.StartsWith("USER ", StringComparison.Ordinal));

        Assert.Equal("USER $APP_UID", user);
        var after = Instructions[Array.IndexOf(Instructions, user)..];
        Assert.DoesNotContain(after, line => Regex.IsMatch(line, "^(FROM|RUN|COPY|ADD) "));
    }

    [Fact]
    public void TheImage_IsTheRuntime_WithoutTheSdk() =>
        Assert.Equal(
            From + "mcr.microsoft.com/dotnet/aspnet:10.0",
            Instructions.Last(line => line.StartsWith(From, StringComparison.Ordinal)));

    [Fact]
    public void TheImage_ListensWhereTheManifestsLook()
    {
        Assert.Contains("ENV ASPNETCORE_HTTP_PORTS=8080", Instructions);
        Assert.All(
            Manifests.Containers.Where(container => container.Serves && Programs.Are(container.Container.Image)),
            container => Assert.Equal([8080], container.Container.Ports.Select(port => port.ContainerPort)));
    }

    [Fact]
    public void NoSecret_IsPartOfABuild() =>
        Assert.All(
            Instructions.Where(line => Regex.IsMatch(line, "^(ARG|ENV) ")),
            line => Assert.DoesNotMatch(SecretWords(), line));

    // --mount, --parents, heredocs and the syntax line are BuildKit's.
    [Fact]
    public void ABuilderWithoutBuildKit_UnderstandsEveryLine() =>
        Assert.All(Repository.Lines("Dockerfile"), line => Assert.DoesNotMatch(@"--mount|--parents|--link|<<|^# *syntax=", line));

    [Fact]
    public void EveryImage_IsBuiltFromItsProject()
    {
        var built = ComposeFile.Base.Services.Values.Where(service => service.Build is not null)
            .Select(service => (Image: service.Image, Project: service.Build!.Args["PROJECT"]))
            .Distinct()
            .ToList();

        Assert.Equal(
            Programs.Projects.Select(pair => ($"{Programs.ImagePrefix}{pair.Key}:${{IMAGE_TAG:-latest}}", pair.Value)).Order(),
            built.Order());
        Assert.All(built, image => Assert.True(File.Exists(ProjectFile(image.Project)), image.Project));
    }

    [Fact]
    public void Manifests_RunTheImagesThatAreBuilt() =>
        Assert.All(
            Manifests.Containers.Where(container => !Servers.Contains(container.Image)),
            container => Assert.Contains(
                container.Container.Image, Programs.Projects.Keys.Select(name => $"{Programs.ImagePrefix}{name}:latest")));

    [Fact]
    public void TheBuild_GetsEveryProjectItNeeds_AndNothingThatIsNotNamed()
    {
        var ignore = WithoutComments(".dockerignore").ToList();
        var allowed = ignore.Where(line => line[0] == '!').Select(line => line[1..]).ToHashSet(StringComparer.Ordinal);

        Assert.Equal("*", ignore[0]);
        Assert.All(
            Programs.Projects.Values.SelectMany(WithReferences).Distinct(),
            project => Assert.Contains(project.Split('/')[0], allowed));
        Assert.DoesNotContain(allowed, name => name is ".git" or "tests" or ".");
    }

    // The project's folder, and those of all projects it refers to.
    private static IEnumerable<string> WithReferences(string project) =>
        XDocument.Load(ProjectFile(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFullPath(reference.Attribute("Include")!.Value, Repository.PathOf(project)))
            .Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!))
            .SelectMany(WithReferences)
            .Prepend(project);

    private static string ProjectFile(string project) => Repository.PathOf($"{project}/{Path.GetFileName(project)}.csproj");

    private static IEnumerable<string> WithoutComments(string file) =>
        Repository.Lines(file).Where(line => line.Length > 0 && line[0] != '#');

    [GeneratedRegex("PASSWORD|SECRET|TOKEN|KEY|ConnectionStrings", RegexOptions.IgnoreCase)]
    private static partial Regex SecretWords();
}
