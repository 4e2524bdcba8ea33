using System.Text.RegularExpressions;
using System.Xml.Linq;
using Deployment.Tests.Compose;
using Deployment.Tests.Kubernetes;

namespace Deployment.Tests.Image;

public sealed partial class BuildingImagesTests
{
    private const string From = "FROM ";

    private static readonly string[] Instructions = [.. WithoutComments("Dockerfile")];

    // The local Stripe can also be had alone.
    private const string LocalStripe = "tools/StripeEmulator/Dockerfile";

    public static TheoryData<string> Recipes { get; } = new("Dockerfile", LocalStripe);

    // The images of others, which run beside ours.
    private static readonly string[] Servers = ["postgres", "rabbitmq"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void TheImage_IsNotRoot_AndNothingAfterThatIsBuilt(string recipe)
    {
        string[] instructions = [.. WithoutComments(recipe)];
        var user = Assert.Single(instructions, line => line.StartsWith("USER ", StringComparison.Ordinal));

        Assert.Equal("USER $APP_UID", user);
        var after = instructions[Array.IndexOf(instructions, user)..];
        Assert.DoesNotContain(after, line => Regex.IsMatch(line, "^(FROM|RUN|COPY|ADD) "));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void TheImage_IsTheRuntime_WithoutTheSdk(string recipe) =>
        Assert.Equal(
            From + "mcr.microsoft.com/dotnet/aspnet:10.0",
            WithoutComments(recipe).Last(line => line.StartsWith(From, StringComparison.Ordinal)));

    [Fact]
    public void TheImage_ListensWhereTheManifestsLook()
    {
        Assert.Contains("ENV ASPNETCORE_HTTP_PORTS=8080", Instructions);
        Assert.All(
            Manifests.Containers.Where(container => container.Serves && Programs.Are(container.Container.Image)),
            container => Assert.Equal([8080], container.Container.Ports.Select(port => port.ContainerPort)));
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void NoSecret_IsPartOfABuild(string recipe) =>
        Assert.All(
            WithoutComments(recipe).Where(line => Regex.IsMatch(line, "^(ARG|ENV) ")),
            line => Assert.DoesNotMatch(SecretWords(), line));

    // --mount, --parents, heredocs and the syntax line are BuildKit's.
    [Theory]
    [MemberData(nameof(Recipes))]
    public void ABuilderWithoutBuildKit_UnderstandsEveryLine(string recipe) =>
        Assert.All(Repository.Lines(recipe), line => Assert.DoesNotMatch(@"--mount|--parents|--link|<<|^# *syntax=", line));

    [Fact]
    public void TheLocalStripeAlone_KeepsItsStateWhereItsVolumeIs()
    {
        var instructions = WithoutComments(LocalStripe).ToList();

        Assert.Contains("VOLUME /state", instructions);
        Assert.Contains(instructions, line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal) && line.Contains("\"--state\", \"/state/", StringComparison.Ordinal));
        Assert.Contains(instructions, line => line.StartsWith("COPY --from=build --chown=1654:1654 /state", StringComparison.Ordinal));
    }

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
