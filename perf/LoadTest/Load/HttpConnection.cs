using System.Net.Sockets;
using System.Text;

namespace LoadTest.Load;

/// <summary>One keep-alive connection that sends ready-made requests and reads no more of an answer than it must.</summary>
/// <remarks>The generator shares the machine with what it measures, so what it does not spend on itself is measured.</remarks>
internal sealed class HttpConnection : IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly Uri address;
    private readonly byte[] buffer = new byte[BufferBytes];
    private Socket? socket;
    private int filled;

    private HttpConnection(Uri address) => this.address = address;

    /// <summary>The body of the last answer, until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    public static async Task<HttpConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new HttpConnection(address);
        connection.socket = await connection.ConnectAsync(cancellationToken);
        return connection;
    }

    /// <returns>The status.</returns>
    /// <exception cref="IOException">The connection was lost, or the answer is too long. The next request opens another one.</exception>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var open = socket ??= await ConnectAsync(cancellationToken);
        socket = null;
        var status = await SendAsync(open, request, cancellationToken);
        socket = open;
        return status;
    }

    private async ValueTask<int> SendAsync(Socket open, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < request.Length;)
        {
            sent += await open.SendAsync(request[sent..], SocketFlags.None, cancellationToken);
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
            var read = await open.ReceiveAsync(buffer.AsMemory(filled), SocketFlags.None, cancellationToken);
            if (read == 0)
            {
                throw new IOException("The server closed the connection.");
            }
            filled += read;
        }
    }

    public string BodyText() => Encoding.UTF8.GetString(Body.Span);

    public void Dispose() => socket?.Dispose();

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var opened = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await opened.ConnectAsync(address.Host, address.Port, cancellationToken);
        return opened;
    }
}
