using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks.Sources;

namespace LoadTest.Load;

/// <summary>One keep-alive connection that sends ready-made requests and reads no more of an answer than it must.</summary>
/// <remarks>The generator shares the machine with what it measures, so what it does not spend on itself is measured.</remarks>
internal sealed class HttpConnection(Uri address, SocketLoop loop) : IValueTaskSource<int>, IDisposable
{
    private const int BufferBytes = 256 * 1024;

    private readonly byte[] buffer = new byte[BufferBytes];
    private ManualResetValueTaskSourceCore<int> answer;
    private Socket? socket;
    private int filled;

    /// <summary>The body of the last answer, until the next request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <returns>The status.</returns>
    /// <exception cref="IOException">The connection was lost, or the answer is too long. The next request opens another one.</exception>
    /// <exception cref="SocketException">The same.</exception>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> request)
    {
        var open = socket ??= Connect();
        try
        {
            for (var sent = 0; sent < request.Length;)
            {
                sent += open.Send(request.Span[sent..]);
            }
        }
        catch (SocketException)
        {
            Close();
            throw;
        }
        filled = 0;
        answer.Reset();
        loop.Await(open, this);
        return new ValueTask<int>(this, answer.Version);
    }

    /// <summary>Called by the loop when there is something to read.</summary>
    public void Receive()
    {
        try
        {
            if (filled == BufferBytes)
            {
                throw new IOException($"An answer is longer than {BufferBytes} bytes.");
            }
            var read = socket!.Receive(buffer.AsSpan(filled));
            filled += read > 0 ? read : throw new IOException("The server closed the connection.");
            if (HttpAnswer.TryParse(buffer.AsSpan(0, filled), out var whole))
            {
                Body = buffer.AsMemory(whole.BodyStart, whole.BodyLength);
                answer.SetResult(whole.Status);
                return;
            }
            loop.Await(socket, this);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            Close();
            answer.SetException(exception);
        }
    }

    public string BodyText() => Encoding.UTF8.GetString(Body.Span);

    public void Dispose() => Close();

    int IValueTaskSource<int>.GetResult(short token) => answer.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<int>.GetStatus(short token) => answer.GetStatus(token);

    void IValueTaskSource<int>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        answer.OnCompleted(continuation, state, token, flags);

    private Socket Connect()
    {
        var opened = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        opened.Connect(address.Host, address.Port);
        return opened;
    }

    private void Close()
    {
        socket?.Dispose();
        socket = null;
    }
}
