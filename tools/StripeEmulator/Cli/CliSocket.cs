using System.Net.WebSockets;

namespace StripeEmulator.Cli;

/// <summary>Reads whole text messages off a web socket until it ends. Pings are answered by the socket itself while it is read.</summary>
internal static class CliSocket
{
    private const int BufferBytes = 16 * 1024;
    private const int MessageBytesMax = 4 * 1024 * 1024;

    public static async Task ReceiveAsync(WebSocket socket, Action<byte[]> take, CancellationToken ending)
    {
        try
        {
            while (await NextAsync(socket, ending) is { } message)
            {
                take(message);
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ending);
        }
        catch (OperationCanceledException)
        {
            // The emulator stops, or the same CLI has connected anew.
        }
        catch (WebSocketException)
        {
            // The CLI went away without a word.
        }
    }

    /// <summary>Null when the other side closes.</summary>
    private static async Task<byte[]?> NextAsync(WebSocket socket, CancellationToken ending)
    {
        var buffer = new byte[BufferBytes];
        using var whole = new MemoryStream();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), ending);
            if (received.MessageType == WebSocketMessageType.Close || whole.Length + received.Count > MessageBytesMax)
            {
                return null;
            }

            whole.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return whole.ToArray();
            }
        }
    }
}
