using Dev.TestRuns;

namespace Dev.Tests;

public sealed class ReadingTestResultsTests
{
    [Fact]
    public async Task EveryTestIsCounted_TheSkippedOnesToo()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file,
            """
            <TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010">
              <Results>
                <UnitTestResult testName="Good" outcome="Passed" />
                <UnitTestResult testName="Good too" outcome="Passed" />
                <UnitTestResult testName="Later" outcome="NotExecuted" />
                <UnitTestResult testName="Bad" outcome="Failed">
                  <Output><ErrorInfo><Message>5 is not 4</Message><StackTrace>at Bad()</StackTrace></ErrorInfo></Output>
                </UnitTestResult>
              </Results>
              <ResultSummary outcome="Failed"><Counters total="4" executed="3" passed="2" failed="1" notExecuted="0" /></ResultSummary>
            </TestRun>
            """);

        var report = TrxFile.Read(file, "Some.Tests", TimeSpan.Zero)!;

        Assert.Equal((2, 1, 1), (report.Passed, report.Failed, report.Skipped));
        Assert.Equal([new TestFailure("Bad", "5 is not 4\nat Bad()")], report.Failures);
        File.Delete(file);
    }

    [Fact]
    public void NoFile_IsNoReport() => Assert.Null(TrxFile.Read("/nowhere.trx", "Some.Tests", TimeSpan.Zero));
}
