using System.Net;
using System.Net.Sockets;

namespace LocalServers.RabbitMq;

/// <summary>Asks a broker for the first frame of AMQP 0-9-1; an open port alone is no proof that it serves.</summary>
internal static class AmqpProbe
{
    private const int AnswerBytes = 11;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly byte[] ProtocolHeader = [(byte)'A', (byte)'M', (byte)'Q', (byte)'P', 0, 0, 9, 1];

    // A method frame on channel 0: type 1, channel 0, four bytes of size, class 10 (connection), method 10 (start).
    private static bool IsConnectionStart(byte[] frame) =>
        frame is [1, 0, 0, _, _, _, _, 0, 10, 0, 10];

    public static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(ProtocolHeader, limit.Token);
            var answer = new byte[AnswerBytes];
            await stream.ReadExactlyAsync(answer, limit.Token);
            return IsConnectionStart(answer);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
