namespace StripeEmulator.Tests.Conformance;

/// <summary>One account's whole life, compared with Stripe's own types.</summary>
public sealed class ConformanceTests(LivedAccount account) : IClassFixture<LivedAccount>
{
    private const string WriteVariable = "CONFORMANCE_WRITE";

    [Fact]
    public void EveryFieldThatStripeAlwaysSends_IsThere() => AssertNone(account.Shapes.Missing.Except(AllowedFields.Missing.Keys));

    [Fact]
    public void NoFieldIsSent_ThatStripeDoesNotKnow() =>
        AssertNone(account.Shapes.Unknown.Except(AllowedFields.Sent.Keys));

    [Fact]
    public void NoFieldIsAllowed_ThatIsNotSentAnyMore() => AssertNone(AllowedFields.Sent.Keys.Except(account.Shapes.Unknown));

    [Fact]
    public void EveryParameterThatStripeKnows_IsTakenOrRefusedByName() => AssertNone(account.Probed.SelectMany(operation =>
        operation.Unknown.Select(name => $"{operation.Object} {operation.Name}: {name}")));

    [Fact]
    public void EveryFieldThatStripeExpands_IsExpanded() => AssertNone(account.Expansions.SelectMany(expansions =>
        expansions.Refused.Select(name => $"{expansions.Object}: {name}")));

    [Fact]
    public async Task TheReadme_ShowsWhatIsMeasured()
    {
        var readme = Path.Combine(FindRoot(), "tools/StripeEmulator/README.md");
        var written = await File.ReadAllTextAsync(readme);
        var measured = ConformanceReport.Replaced(written, ConformanceReport.Table(account));
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            await File.WriteAllTextAsync(readme, measured);
        }
        else
        {
            Assert.True(
                measured == written,
                $"The section \"Conformance\" of tools/StripeEmulator/README.md is not what is measured. Run the test with {WriteVariable}=1, "
                + $"or paste:\n\n{measured[measured.IndexOf("## Conformance", StringComparison.Ordinal)..]}");
        }
    }

    private static void AssertNone(IEnumerable<string> found)
    {
        var all = found.ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PlaygroundCredits.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
