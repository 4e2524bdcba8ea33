namespace Testing.Servers;

/// <summary>Names a directory that does not exist yet; the guard removes it with the server that used it.</summary>
internal static class TemporaryDirectory
{
    public static string NameFor(string purpose) =>
        Path.Combine(Path.GetTempPath(), $"playground-credits-test-{Environment.ProcessId}-{purpose}-{Guid.CreateVersion7():n}");
}
