using System.Buffers;

namespace WebhookIngress;

/// <summary>A request's raw bytes, up to a limit, in memory that is lent: it goes back when the body is disposed.</summary>
internal sealed class BoundedBody : IDisposable
{
    /// <summary>A larger body is refused with 413, signed or not.</summary>
    public const int BodyBytesMax = 512 * 1024;

    /// <summary>How much of a too large body is read and thrown away, so that a client that is still sending hears the answer.</summary>
    public const int DrainBytesMax = 32 * 1024 * 1024;

    private const int ChunkBytes = 16 * 1024;

    private byte[] buffer;
    private int length;

    private BoundedBody(int capacity) => buffer = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Bytes => buffer.AsMemory(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    /// <returns>The body; null when it is too large. Its length is counted, not believed.</returns>
    public static async Task<BoundedBody?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = new BoundedBody(ChunkBytes);
        var isWhole = false;
        try
        {
            isWhole = await body.FillAsync(request.Body, cancellationToken);
            return isWhole ? body : null;
        }
        finally
        {
            if (!isWhole)
            {
                body.Dispose();
            }
        }
    }

    private async Task<bool> FillAsync(Stream stream, CancellationToken cancellationToken)
    {
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken)) > 0)
        {
            length += read;
            if (length > BodyBytesMax)
            {
                await DrainAsync(stream, cancellationToken);
                return false;
            }
            if (length == buffer.Length)
            {
                Grow();
            }
        }
        return true;
    }

    private async Task DrainAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (await stream.ReadAsync(buffer, cancellationToken) > 0)
        {
            // Thrown away.
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        Bytes.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }
}
