using System.Text.RegularExpressions;

namespace Deployment.Tests.Compose;

public sealed partial class SettingsFromTheEnvironmentTests
{
    private const string Example = ".env.example";
    private const string EnvironmentName = "ASPNETCORE_ENVIRONMENT";

    // No secret, and different on every machine; said beside the file that needs them.
    private static readonly string[] OfTheTryOut = ["DEVELOPMENT_JWKS_FILE", "EMULATOR_LISTEN"];

    // The one part of a secret setting that is none.
    private const string UserName = "RABBITMQ_USER";

    // Read by Compose itself.
    private const string ProjectName = "COMPOSE_PROJECT_NAME";

    private static readonly Dictionary<string, string> Examples = Repository.Lines(Example)
        .Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => line.Split('=', 2))
        .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    [Fact]
    public void EverySetting_IsOneThatTheProgramKnows() =>
        Assert.All(ComposeFile.Base.Services.Concat(ComposeFile.Development.Services), service =>
        {
            var known = KnownSettings.Of(KnownSettings.NameOf(ComposeFile.Base.Services[service.Key].Image));
            Assert.All(service.Value.Environment.Keys, name => Assert.Contains(name, known.Required.Concat(known.Optional)));
        });

    [Fact]
    public void NoProgram_LacksASettingThatItNeeds() =>
        Assert.All(ComposeFile.Base.Services.Values, service =>
            Assert.Empty(KnownSettings.Of(KnownSettings.NameOf(service.Image)).Required.Except(service.Environment.Keys)));

    [Fact]
    public void Secrets_AreVariables_NeverValues()
    {
        var secrets = ComposeFile.Base.Services.Values.SelectMany(service => service.Environment)
            .Where(pair => KnownSettings.Secrets.Contains(pair.Key))
            .ToList();

        Assert.All(secrets, pair => Assert.Contains("${", pair.Value, StringComparison.Ordinal));
        Assert.All(
            secrets.SelectMany(pair => Defaulted().Matches(pair.Value)).Select(match => match.Groups[1].Value),
            name => Assert.Equal(UserName, name));
        Assert.DoesNotMatch(KeyShapes(), Repository.Read(ComposeFile.BaseName) + Repository.Read(ComposeFile.DevelopmentName));
    }

    [Fact]
    public void WhatTheExampleLeavesEmpty_AndIsNotOptional_IsRequiredByName()
    {
        var compose = Repository.Read(ComposeFile.BaseName);
        var optional = Optional().Matches(compose).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);

        Assert.All(Examples.Where(pair => pair.Value.Length == 0 && !optional.Contains(pair.Key)), pair =>
            Assert.Contains($"${{{pair.Key}:?Set {pair.Key} in .env", compose, StringComparison.Ordinal));
    }

    [Fact]
    public void ASecret_HasNeitherADefaultNorAnExample()
    {
        var required = Required().Matches(Repository.Read(ComposeFile.BaseName)).Select(match => match.Groups[1].Value).ToList();

        Assert.NotEmpty(required);
        Assert.All(required, name => Assert.Equal("", Examples[name]));
        Assert.DoesNotMatch(KeyShapes(), Repository.Read(Example));
    }

    [Fact]
    public void TheExample_HasEveryVariable_AndNoOther()
    {
        var used = Variable().Matches(Repository.Read(ComposeFile.BaseName) + Repository.Read(ComposeFile.DevelopmentName))
            .Select(match => match.Groups[1].Value)
            .Except(OfTheTryOut)
            .Append(ProjectName)
            .Distinct();

        Assert.Equal(used.Order(), Examples.Keys.Order());
    }

    [Fact]
    public void Production_IsTheDefault_AndDevelopmentIsLaidOverIt()
    {
        Assert.Equal("Production", Examples[EnvironmentName]);
        Assert.All(Programs.Services, name =>
        {
            Assert.Equal("${ASPNETCORE_ENVIRONMENT:-Production}", ComposeFile.Base.Services[name].Environment[EnvironmentName]);
            Assert.Equal("Development", ComposeFile.Development.Services[name].Environment[EnvironmentName]);
        });
        Assert.DoesNotContain(
            ComposeFile.Base.Services.Values.SelectMany(service => service.Environment.Keys),
            name => name.Contains("Development", StringComparison.Ordinal));
    }

    [Fact]
    public void GitAndTheImages_NeverTakeTheFilledInFile()
    {
        Assert.Contains(".env", Repository.Lines(".gitignore"));
        Assert.Contains("**/.env*", Repository.Lines(".dockerignore"));
    }

    [GeneratedRegex(@"\$\{(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\$\{(\w+):-")]
    private static partial Regex Optional();

    [GeneratedRegex(@"\$\{(\w+):?-[^}]+\}")]
    private static partial Regex Defaulted();

    [GeneratedRegex(@"\$\{(\w+):\?")]
    private static partial Regex Required();

    [GeneratedRegex("(sk|rk|pk)_(test|live)_|whsec_")]
    private static partial Regex KeyShapes();
}
