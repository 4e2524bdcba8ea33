using System.Xml.Linq;

namespace Dev.TestRuns;

/// <summary>Reads the results that the test platform writes; counted test by test, because its own sums leave skipped ones out.</summary>
internal static class TrxFile
{
    private static readonly XNamespace Ns = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";

    /// <returns>Null when there is no readable file: the run crashed before its end.</returns>
    public static TestReport? Read(string path, string project, TimeSpan took)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var results = XDocument.Load(path).Descendants(Ns + "UnitTestResult").ToList();
        var failed = results.Where(result => Outcome(result) is not ("Passed" or "NotExecuted")).ToList();
        return new TestReport(
            project,
            results.Count(result => Outcome(result) == "Passed"),
            failed.Count,
            results.Count(result => Outcome(result) == "NotExecuted"),
            [.. failed.Select(Failure)],
            took);
    }

    private static string Outcome(XElement result) => (string?)result.Attribute("outcome") ?? "";

    private static TestFailure Failure(XElement result)
    {
        var error = result.Descendants(Ns + "ErrorInfo").FirstOrDefault();
        var message = (string?)error?.Element(Ns + "Message") ?? Outcome(result);
        var trace = (string?)error?.Element(Ns + "StackTrace");
        return new TestFailure((string?)result.Attribute("testName") ?? "", trace is null ? message : $"{message}\n{trace}");
    }
}
