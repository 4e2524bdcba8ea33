using System.Security.Cryptography;
using System.Text;

namespace Messaging;

/// <summary>Message ids computed from what the message says, so that the same fact always has the same id.</summary>
public static class DeterministicId
{
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
}
