using System.Security.Cryptography;
using System.Text;

namespace Credits.PromoCodes;

/// <summary>A code as it is written, found and made up.</summary>
internal static class CodeText
{
    /// <summary>Letters, digits and hyphens: nothing that a grant's source could be misread by.</summary>
    public const string Pattern = "^[A-Za-z0-9][A-Za-z0-9-]*$";

    // Without I, L, O and U, which are misread for others; 16 of 32 letters are 80 bits, which nobody guesses.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int GeneratedLength = 16;

    /// <summary>What people type, as it is kept.</summary>
    public static string Normalize(string typed) => typed.Trim().ToUpperInvariant();

    public static byte[] Hash(string normalized) => SHA256.HashData(Encoding.UTF8.GetBytes(normalized));

    public static string Generate() => RandomNumberGenerator.GetString(Alphabet, GeneratedLength);
}
