using Dev.Components;

namespace Dev.Tests;

public sealed class TellingWhyAServiceEndedTests
{
    [Fact]
    public async Task TheSentence_IsShown_AndTheFramesBelowItAreNot()
    {
        var log = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            log,
            """
            {"Timestamp":"2026-01-31T12:00:00.123Z","LogLevel":"Information","Category":"Program","Message":"Starting"}
            Unhandled exception. System.InvalidOperationException: STRIPE_SECRET_KEY is not set
               at Billing.Program.Main(String[] args)
            --- End of stack trace from previous location ---

            """);

        Assert.Equal(
            $"The end of {log}:\nStarting\nUnhandled exception. System.InvalidOperationException: STRIPE_SECRET_KEY is not set",
            LastWords.Of(log));
        File.Delete(log);
    }
}
