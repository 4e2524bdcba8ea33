namespace LocalServers.Tests;

/// <summary>A directory for one test; the servers in it must have ended before it is disposed.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } =
        Directory.CreateDirectory(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"local-servers-{Guid.CreateVersion7():n}")).FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
