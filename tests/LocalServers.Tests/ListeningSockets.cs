using System.Globalization;
using System.Net;

namespace LocalServers.Tests;

/// <summary>The addresses on which a process accepts TCP connections, as the kernel tells them.</summary>
internal static class ListeningSockets
{
    private const string Listening = "0A";

    public static IReadOnlyList<string> Of(int processId)
    {
        var sockets = Directory.GetFiles($"/proc/{processId}/fd")
            .Select(descriptor => new FileInfo(descriptor).LinkTarget)
            .Where(target => target?.StartsWith("socket:[", StringComparison.Ordinal) == true)
            .Select(target => target!["socket:[".Length..^1])
            .ToHashSet();
        return [.. new[] { "/proc/net/tcp", "/proc/net/tcp6" }
            .SelectMany(file => File.ReadLines(file).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[3] == Listening && sockets.Contains(fields[9]))
            .Select(fields => Readable(fields[1]))
            .Order()];
    }

    // The kernel writes each group of four bytes as one little-endian hexadecimal number.
    private static string Readable(string address)
    {
        var parts = address.Split(':');
        var bytes = Convert.FromHexString(parts[0]).Chunk(4).SelectMany(group => group.Reverse()).ToArray();
        var port = int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new IPEndPoint(new IPAddress(bytes), port).ToString();
    }
}
