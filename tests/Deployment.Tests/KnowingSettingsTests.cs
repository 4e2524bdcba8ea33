namespace Deployment.Tests;

public sealed class KnowingSettingsTests
{
    // Read by ASP.NET Core, by its providers, or by the images of others.
    private static readonly string[] OfOthers = ["ASPNETCORE_ENVIRONMENT"];

    [Fact]
    public void EveryKnownSetting_IsNamedInTheCodeThatReadsIt()
    {
        var code = string.Concat(new[] { "services", "shared", "tools/Operator", "tools/StripeEmulator" }
            .SelectMany(folder => Repository.FilesBelow(folder, "*.cs"))
            .Select(Repository.Read));
        var ours = KnownSettings.All.Where(program => Programs.Projects.ContainsKey(program.Image))
            .SelectMany(program => program.Required.Concat(program.Optional))
            .Except(OfOthers)
            .Distinct();

        Assert.All(ours, name => Assert.Contains(name.Split("__")[^1], code, StringComparison.Ordinal));
    }
}
