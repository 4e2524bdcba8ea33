using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Credits.Ledger;

/// <summary>SHA-256 over fields in order, each written as its length in UTF-8 bytes, a colon and the text, or a hyphen when absent.</summary>
/// <remarks>Lengths keep neighbouring fields apart. docs/STATEMENT.md gives the recipe to outsiders: what changes here breaks it.</remarks>
internal sealed class ChainHash
{
    public const int Length = SHA256.HashSizeInBytes;

    private const int LengthPrefixBytesMax = 12;
    private const int UsualBytes = 1_024;

    private byte[] content = new byte[UsualBytes];
    private int used;

    /// <summary>What stands before the first.</summary>
    public static byte[] Genesis { get; } = new byte[Length];

    /// <summary>Begins anew, after a predecessor's hash.</summary>
    public ChainHash After(ReadOnlySpan<byte> previous)
    {
        previous.CopyTo(content);
        used = previous.Length;
        return this;
    }

    public ChainHash Append(ReadOnlySpan<char> field)
    {
        var bytes = Encoding.UTF8.GetByteCount(field);
        Prefix(bytes);
        used += Encoding.UTF8.GetBytes(field, content.AsSpan(used));
        return this;
    }

    public ChainHash AppendOrAbsent(string? field)
    {
        if (field is not null)
        {
            return Append(field);
        }
        Reserve(1);
        content[used++] = (byte)'-';
        return this;
    }

    public byte[] Compute() => SHA256.HashData(content.AsSpan(0, used));

    private void Prefix(int bytes)
    {
        Reserve(bytes + LengthPrefixBytesMax);
        Utf8Formatter.TryFormat(bytes, content.AsSpan(used), out var written);
        used += written;
        content[used++] = (byte)':';
    }

    private void Reserve(int bytes)
    {
        if (content.Length - used < bytes)
        {
            Array.Resize(ref content, Math.Max(content.Length * 2, used + bytes));
        }
    }
}
