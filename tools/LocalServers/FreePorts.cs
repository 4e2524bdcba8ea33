using System.Net;
using System.Net.Sockets;

namespace LocalServers;

/// <summary>Finds TCP ports on 127.0.0.1 that nothing listens on.</summary>
/// <remarks>
/// They lie below the range that Linux gives to outgoing connections (32768 and up), so a port that is kept for
/// later starts is not taken meanwhile by somebody's client.
/// </remarks>
public static class FreePorts
{
    private const int LowestPort = 20_000;
    private const int HighestPort = 32_000;
    private const int AttemptsMax = 2_000;

    public static int TakeOne() => Take(1)[0];

    public static IReadOnlyList<int> Take(int count)
    {
        var ports = new HashSet<int>();
        for (var attempt = 0; ports.Count < count; attempt++)
        {
            if (attempt == AttemptsMax)
            {
                throw new LocalServerException($"No {count} free ports between {LowestPort} and {HighestPort} on 127.0.0.1.");
            }

            var port = Random.Shared.Next(LowestPort, HighestPort);
            if (IsFree(port))
            {
                ports.Add(port);
            }
        }

        return [.. ports];
    }

    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
