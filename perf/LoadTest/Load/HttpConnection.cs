using System.Net.Sockets;
using System.Text;

namespace LoadTest.Load;

/// <summary>One keep-alive connection that sends ready-made requests and reads no more of an answer than it must.</summary>
/// <remarks>The generator shares the machine with what it measures, so what it does not spend on itself is measured.</remarks>
internal sealed class HttpConnection : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly Socket socket;
    private readonly byte[] buffer = new byte[BufferBytes];
    private int filled;

    private HttpConnection(Socket socket) => this.socket = socket;

    /// <summary>The body of the last answer, until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static async Task<HttpConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        return new HttpConnection(socket);
    }

    /// <returns>The status.</returns>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await socket.SendAsync(request[sent..], SocketFlags.None, cancellationToken);
        }
        filled = 0;
        while (true)
        {
            if (HttpAnswer.TryParse(buffer.AsSpan(0, filled), out var answer))
            {
                Body = buffer.AsMemory(answer.BodyStart, answer.BodyLength);
                return answer.Status;
            }
            if (filled == BufferBytes)
            {
                throw new IOException($"An answer is longer than {BufferBytes} bytes.");
            }
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }
            filled += read;
        }
    }

    public string BodyText() => Encoding.UTF8.GetString(Body.Span);

    public void Dispose() => socket.Dispose();
}
