using Dev.Logs;

namespace Dev.Tests;

public sealed class ReadingLogsTests
{
    private static readonly DateTimeOffset Before = new(2026, 1, 31, 11, 0, 0, TimeSpan.Zero);

    [Fact]
    public void JsonLine_IsReadByItsFields()
    {
        var entry = LogEntry.Parse(
            """{"Timestamp":"2026-01-31T12:00:00.123Z","EventId":7,"LogLevel":"Warning","Category":"Credits.Ledger","Message":"Late","Exception":"Oh\nno"}""",
            "credits",
            Before);

        Assert.Equal(
            new LogEntry(new(2026, 1, 31, 12, 0, 0, 123, TimeSpan.Zero), "credits", "Warning", "Credits.Ledger", "Late\n    Oh\n    no"),
            entry);
    }

    [Theory]
    [InlineData("   at Credits.Program.Main()")]
    [InlineData("{\"Timestamp\":\"2026-01-31T12:0")]
    public void AnyOtherLine_StaysAfterTheLineBefore(string line) =>
        Assert.Equal(new LogEntry(Before, "credits", "", "", line), LogEntry.Parse(line, "credits", Before));

    [Fact]
    public void LineOfPostgres_HasItsOwnTime() => Assert.Equal(
        new DateTimeOffset(2026, 1, 31, 12, 0, 0, 123, TimeSpan.Zero),
        LogEntry.Parse("2026-01-31 12:00:00.123 UTC [7] LOG:  ready", "postgres", Before).Time);

    [Fact]
    public async Task GrowingFile_IsReadOnce_AndAnUnfinishedLineWaits()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "one\ntw");
        var file = new LogFile(path, "credits");

        Assert.Equal(["one"], file.ReadNew().Select(entry => entry.Message));
        await File.AppendAllTextAsync(path, "o\nthree\n");
        Assert.Equal(["two", "three"], file.ReadNew().Select(entry => entry.Message));
        Assert.Empty(file.ReadNew());
        File.Delete(path);
    }
}
