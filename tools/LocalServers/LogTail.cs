namespace LocalServers;

/// <summary>The last lines of a server's log, for the message that explains why it is not there.</summary>
public static class LogTail
{
    private const int BytesMax = 64 * 1024;

    public static string Read(string path, int lines = 15)
    {
        if (!File.Exists(path))
        {
            return $"({path} was not written)";
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        file.Seek(-Math.Min(file.Length, BytesMax), SeekOrigin.End);
        using var reader = new StreamReader(file);
        var all = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return string.Join('\n', all.TakeLast(lines));
    }
}
