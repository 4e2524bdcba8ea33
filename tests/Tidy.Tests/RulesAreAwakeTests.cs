using Tidy.Tests.Rules;

namespace Tidy.Tests;

/// <summary>A rule that never fires looks like a repository without faults: each is shown one fault and its decent neighbour.</summary>
public sealed class RulesAreAwakeTests
{
    private static readonly string LongBody = string.Join('\n', Enumerable.Repeat("        Step();", Lengths.MethodLinesMax));

    [Fact]
    public void Lengths_SeeALongFileMethodProgramAndConsumer()
    {
        AssertFinds(1, Lengths.Check, "services/Credits/A.cs", new string('\n', Lengths.FileLinesMax) + "x");
        AssertFinds(1, Lengths.Check, "services/Credits/A.cs", $"class A {{ void M() {{\n{LongBody}\n }} }}");
        AssertFinds(1, Lengths.Check, "services/Credits/Program.cs", new string('\n', Lengths.ProgramLinesMax) + "x");
        AssertFinds(1, Lengths.Check, "services/Credits/A.cs",
            $"class A : IConsumer<B> {{ void M() {{\n{LongBody[..(LongBody.Length / 2)]}\n }} }}");
        AssertFinds(0, Lengths.Check, "services/Credits/Migrations/A.cs", $"class A {{ void M() {{\n{LongBody}\n }} }}");
    }

    [Theory]
    [InlineData("services/Credits/A.cs", "sealed class OrderHelpers;", 1)]
    [InlineData("services/Credits/CreditsExtensions.cs", "sealed class A;", 1)]
    [InlineData("services/Credits/A.cs", "interface IManager; sealed class Serviced;", 1)]
    public void Names_SeeWordsThatSayNothing(string path, string code, int findings) =>
        AssertFinds(findings, Names.CheckNames, path, code);

    [Theory]
    [InlineData("class A;", 1)]
    [InlineData("record A(int B);", 1)]
    [InlineData("sealed class A; static class B; abstract class C; record struct D; interface E;", 0)]
    public void Names_SeeOpenClasses(string code, int findings) =>
        AssertFinds(findings, Names.CheckSealing, "services/Credits/A.cs", code);

    [Theory]
    [InlineData("services/WebhookIngress/A.cs", "var a = \"payment_intent.succeeded\";", 1)]
    [InlineData("services/WebhookIngress/A.cs", "var a = \"playground_credits\"; var b = \"user_id\"u8;", 2)]
    [InlineData("services/WebhookIngress/StripeEventTypes.cs", "var a = \"payment_intent.succeeded\";", 0)]
    [InlineData("services/WebhookIngress/A.cs", "var a = \"/health/ready\"; var b = \"Billing.Purchases\";", 0)]
    [InlineData("tests/WebhookIngress.Tests/A.cs", "var a = \"payment_intent.succeeded\";", 0)]
    public void StripeLiterals_SeeStripesWords(string path, string code, int findings) =>
        AssertFinds(findings, StripeLiterals.Check, path, code);

    [Theory]
    [InlineData("services/Credits/A.cs", "sealed record A(decimal Amount);", 1)]
    [InlineData("services/Credits/A.cs", "sealed class A { double? share; float M() => 1; }", 2)]
    [InlineData("services/Credits/A.cs", "sealed class A { TimeSpan M(double seconds) => default; }", 0)]
    [InlineData("services/Billing/A.cs", "sealed class A { decimal AmountCents; decimal PricePerCredit; double Ratio; }", 1)]
    public void Money_SeesFractions(string path, string code, int findings) =>
        AssertFinds(findings, Money.Check, path, code);

    [Theory]
    [InlineData("try { } catch (IOException) { }", 1)]
    [InlineData("try { } catch { return; }", 1)]
    [InlineData("try { } catch (Exception e) { Log(e); }", 1)]
    [InlineData("try { } catch { }", 2)]
    [InlineData("try { } catch (Exception e) { Log(e); throw; }", 0)]
    [InlineData("try { } catch (Exception e) when (IsTransient(e)) { Log(e); }", 0)]
    [InlineData("try { } catch (OperationCanceledException)\n{\n// The host stops.\n}", 0)]
    public void SwallowedErrors_SeeThem(string code, int findings) =>
        AssertFinds(findings, SwallowedErrors.Check, "services/Credits/A.cs", code);

    [Theory]
    [InlineData("await Task.Delay(100);", 1)]
    [InlineData("Thread.Sleep(1);", 1)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(0.5), token);", 1)]
    [InlineData("var pause = TimeSpan.FromMilliseconds(500); await Task.Delay(pause);", 1)]
    [InlineData("await Task.Delay(40); await Task.Delay(TimeSpan.FromMilliseconds(50)); await Task.Delay(Timeout.Infinite, token);", 0)]
    public void WaitingInTests_SeesPauses(string code, int findings) =>
        AssertFinds(findings, WaitingInTests.Check, "tests/Credits.Tests/A.cs", code);

    [Theory]
    [InlineData("/// <summary>A.</summary>\npublic sealed record Granted { /// <summary>B.</summary>\npublic required int B { get; init; } }", 0)]
    [InlineData("public sealed record Granted;", 1)]
    [InlineData("/// <summary>A.</summary>\npublic record Granted;", 1)]
    [InlineData("/// <summary>A.</summary>\npublic sealed record Grant;", 1)]
    [InlineData("/// <summary>A.</summary>\npublic sealed record Granted(int B);", 1)]
    [InlineData("/// <summary>A.</summary>\npublic sealed record Granted { public int B { get; set; } }", 3)]
    public void ContractShape_SeesWhatCannotGrow(string code, int findings) =>
        AssertFinds(findings, ContractShape.Check, "shared/Contracts/A.cs", code);

    [Theory]
    [InlineData("services/Billing/Billing.csproj", "../Credits/Credits.csproj", 1)]
    [InlineData("services/Billing/Billing.csproj", "../../shared/Contracts/Contracts.csproj", 0)]
    [InlineData("shared/Messaging/Messaging.csproj", "../Reliability/Reliability.csproj", 1)]
    [InlineData("shared/Contracts/Contracts.csproj", "../Messaging/Messaging.csproj", 1)]
    [InlineData("tools/StripeEmulator/StripeEmulator.csproj", "../../shared/Contracts/Contracts.csproj", 1)]
    [InlineData("tests/Testing/Testing.csproj", "../../services/Billing/Billing.csproj", 1)]
    [InlineData("somewhere/New/New.csproj", "../../shared/Contracts/Contracts.csproj", 1)]
    public void ProjectReferences_SeeTheWrongDirection(string project, string reference, int findings) =>
        AssertFinds(findings, ProjectReferences.Check, project,
            $"<Project><ItemGroup><ProjectReference Include=\"{reference}\" /></ItemGroup></Project>");

    [Theory]
    [InlineData("shared/Contracts/Contracts.csproj", "<PackageReference Include=\"Npgsql\" />", 1)]
    [InlineData("services/Credits/Credits.csproj", "<PackageReference Include=\"MediatR\" />", 1)]
    [InlineData("services/Credits/Credits.csproj", "<PackageReference Include=\"Npgsql\" Version=\"1.0.0\" />", 1)]
    [InlineData("services/Credits/Credits.csproj", "<PackageReference Include=\"Npgsql\" />", 0)]
    public void Packages_SeeVersionsAndRefusedOnes(string project, string reference, int findings) =>
        AssertFinds(findings, Packages.CheckProject, project, $"<Project><ItemGroup>\n{reference}\n</ItemGroup></Project>");

    [Theory]
    [InlineData("MassTransit.RabbitMQ", "9.0.0", 1)]
    [InlineData("MassTransit.RabbitMQ", "8.5.12", 1)]
    [InlineData("MassTransit.RabbitMQ", "[8.5.12]", 0)]
    [InlineData("FluentAssertions", "8.0.0", 1)]
    public void Packages_SeeALicenceThatAsksForMoney(string package, string version, int findings) =>
        AssertFinds(findings, Packages.CheckVersions, Packages.CentralFile,
            $"<Project><ItemGroup><PackageVersion Include=\"{package}\" Version=\"{version}\" /></ItemGroup></Project>");

    [Theory]
    [InlineData("// TO" + "DO: later", 1)]
    [InlineData("throw new NotImplemented" + "Exception();", 1)]
    [InlineData("// To do this, that.", 0)]
    public void UnfinishedWork_SeesMarks(string code, int findings) =>
        AssertFinds(findings, UnfinishedWork.Check, "services/Credits/A.cs", code);

    [Theory]
    [InlineData("cd /" + "root/x", 1)]
    [InlineData("see /" + "work/main/x", 1)]
    [InlineData("https://api.nu" + "get.org/v3", 1)]
    [InlineData("AI-gener" + "ated", 1)]
    [InlineData("runs AI models; artifacts/work/x; /home/app/x; ~/work/x", 0)]
    public void BannedWords_SeeThem(string text, int findings) =>
        AssertFinds(findings, BannedWords.Check, "docs/A.md", text);

    [Theory]
    [InlineData("[a](missing.md)", 1)]
    [InlineData("[a](B.md#no-such)", 1)]
    [InlineData("[a](B.md), [b](B.md#the-second-part), [c](../README.md), [d](https://stripe.com), [e](#here)\n# Here", 0)]
    public void Links_SeeDeadOnes(string text, int findings) =>
        AssertFinds(
            findings,
            document => Links.Check(
                document,
                path => path == "docs/A.md" ? text : "# First\n## The second part",
                path => path is "docs/A.md" or "docs/B.md" or "README.md"),
            "docs/A.md",
            text);

    private static void AssertFinds(int findings, Func<SourceFile, IEnumerable<Finding>> rule, string path, string content)
    {
        var found = rule(new SourceFile(path, content)).ToList();
        Assert.True(found.Count == findings, $"Expected {findings}, found: {string.Join("; ", found)}");
    }
}
