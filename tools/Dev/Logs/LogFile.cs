using System.Text;

namespace Dev.Logs;

/// <summary>Reads a log that is still being written, each time only what is new.</summary>
internal sealed class LogFile(string path, string source)
{
    // A log of days: its beginning is not read.
    private const long BytesMax = 4 * 1024 * 1024;

    private long _position = Math.Max(0, (File.Exists(path) ? new FileInfo(path).Length : 0) - BytesMax);
    private DateTimeOffset _time = DateTimeOffset.MinValue;
    private string _rest = "";

    public IReadOnlyList<LogEntry> ReadNew()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var lines = (_rest + ReadText()).Split('\n');
        _rest = lines[^1];
        var entries = new List<LogEntry>();
        foreach (var line in lines[..^1].Where(line => line.Length > 0))
        {
            var entry = LogEntry.Parse(line, source, _time);
            _time = entry.Time;
            entries.Add(entry);
        }

        return entries;
    }

    private string ReadText()
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length < _position)
        {
            // Begun anew, by `up --clean`.
            _position = 0;
            _rest = "";
        }

        file.Seek(_position, SeekOrigin.Begin);
        var bytes = new byte[file.Length - _position];
        file.ReadExactly(bytes);
        _position += bytes.Length;
        return Encoding.UTF8.GetString(bytes);
    }
}
