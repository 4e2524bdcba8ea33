using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Messaging;

/// <summary>Message ids computed from what the message says, so that the same fact always has the same id.</summary>
public static class DeterministicId
{
    private const int TimeBytes = 6;

    /// <summary>A UUID of version 8 (RFC 9562) from the SHA-256 of the name.</summary>
    public static Guid From(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        var bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The same, in the order of time like a UUID of version 7: what is new stands together in an index.</summary>
    /// <param name="at">Of the fact, and not of now; counted in milliseconds.</param>
    /// <param name="name">Distinguishes it from others of the time.</param>
    public static Guid From(DateTimeOffset at, string name)
    {
        Span<byte> bytes = stackalloc byte[16];
        Span<byte> milliseconds = stackalloc byte[sizeof(long)];
        From(name).TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, at.ToUnixTimeMilliseconds());
        milliseconds[^TimeBytes..].CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
