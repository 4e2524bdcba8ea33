using System.Net.Sockets;

namespace LoadTest.Load;

/// <summary>One thread that runs many clients: each sends, and is gone on with when its answer has arrived.</summary>
/// <remarks>
/// As pgbench does it. A thread pool in between would cost the machine more than the requests, and what the generator takes from the
/// machine is taken from what it measures.
/// </remarks>
internal sealed class SocketLoop
{
    private const int WaitMicroseconds = 100_000;

    private readonly Dictionary<Socket, HttpConnection> waiting = [];
    private readonly List<Socket> readable = [];

    /// <summary>Called by a connection that has sent a request and waits for more of its answer.</summary>
    public void Await(Socket socket, HttpConnection connection) => waiting.Add(socket, connection);

    /// <summary>Runs until every client is done. The clients' code runs on the calling thread only.</summary>
    public void Run(IEnumerable<Func<Task>> clients)
    {
        var all = Task.WhenAll(clients.Select(client => client()));
        while (!all.IsCompleted && waiting.Count > 0)
        {
            readable.Clear();
            readable.AddRange(waiting.Keys);
            Socket.Select(readable, null, null, WaitMicroseconds);
            foreach (var socket in readable)
            {
                waiting.Remove(socket, out var connection);
                connection!.Receive();
            }
        }
        all.GetAwaiter().GetResult();
    }
}
