namespace Dev.TestRuns;

/// <summary>Says what came of the tests, in lines; the last one is read by machines too.</summary>
internal static class TestSummary
{
    private const int MessageLinesMax = 25;

    public static void Write(TestReport report)
    {
        var line = FormattableString.Invariant($"{report.Project}: {Counts(report.Passed, report.Failed, report.Skipped)} ({report.Took.TotalSeconds:0.0} s)");
        if (report.Failed == 0)
        {
            Output.Good(line);
            return;
        }

        Output.Bad(line);
        foreach (var failure in report.Failures)
        {
            Output.Bad($"  {failure.Name}");
            foreach (var text in failure.Message.Split('\n').Take(MessageLinesMax))
            {
                Output.Line($"      {text.TrimEnd()}");
            }
        }
    }

    public static void WriteTotal(IReadOnlyList<TestReport> reports) => Console.WriteLine(
        Counts(reports.Sum(report => report.Passed), reports.Sum(report => report.Failed), reports.Sum(report => report.Skipped)));

    private static string Counts(int passed, int failed, int skipped) => skipped == 0
        ? FormattableString.Invariant($"{passed} passed, {failed} failed")
        : FormattableString.Invariant($"{passed} passed, {failed} failed, {skipped} skipped");
}
