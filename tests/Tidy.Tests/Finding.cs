namespace Tidy.Tests;

/// <summary>Where a rule is broken and what to do about it.</summary>
internal sealed record Finding(string Path, int Line, string Message)
{
    public override string ToString() => $"{Path}:{Line}: {Message}";
}

internal static class Findings
{
    public static void AssertNone(IEnumerable<Finding> findings)
    {
        var all = findings.Select(finding => finding.ToString()).ToList();
        Assert.True(all.Count == 0, $"{all.Count} found:{Environment.NewLine}{string.Join(Environment.NewLine, all)}");
    }
}
