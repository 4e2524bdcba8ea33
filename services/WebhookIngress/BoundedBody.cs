using System.Buffers;

namespace WebhookIngress;

/// <summary>Reads a request's raw bytes, up to a limit.</summary>
internal static class BoundedBody
{
    /// <summary>A larger body is refused with 413, signed or not.</summary>
    public const int BodyBytesMax = 512 * 1024;

    /// <summary>How much of a too large body is read and thrown away, so that a client that is still sending hears the answer.</summary>
    public const int DrainBytesMax = 32 * 1024 * 1024;

    private const int ChunkBytes = 16 * 1024;

    /// <returns>The body; null when it is too large. Its length is counted, not believed.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        using var body = new MemoryStream();
        var isTooLarge = false;
        try
        {
            int read;
            while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
            {
                if (isTooLarge)
                {
                    continue;
                }
                body.Write(chunk, 0, read);
                isTooLarge = body.Length > BodyBytesMax;
                if (isTooLarge)
                {
                    body.SetLength(0);
                    body.Capacity = 0;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
        return isTooLarge ? null : body.ToArray();
    }
}
