namespace Dev.TestRuns;

/// <summary>What a test project came to.</summary>
internal sealed record TestReport(string Project, int Passed, int Failed, int Skipped, IReadOnlyList<TestFailure> Failures, TimeSpan Took)
{
    /// <summary>The project as a whole failed: it crashed, hung, or ran no test.</summary>
    public static TestReport Broken(string project, string why, TimeSpan took) =>
        new(project, 0, 1, 0, [new TestFailure(project, why)], took);

    public int Count => Passed + Failed + Skipped;
}

/// <summary>A failed test, and what it said.</summary>
internal sealed record TestFailure(string Name, string Message);
