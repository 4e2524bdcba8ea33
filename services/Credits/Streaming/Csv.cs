using System.Buffers;
using System.Globalization;
using System.Text;

namespace Credits.Streaming;

/// <summary>Cells of RFC 4180 that a spreadsheet shows and never runs.</summary>
internal static class Csv
{
    public const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private const int NumberBytesMax = 40;

    // Where a spreadsheet sees one of these first, it takes the cell for a formula: an apostrophe before it makes it text.
    private static readonly SearchValues<char> StartsFormula = SearchValues.Create("=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20");

    // More than the standard asks for: some programs separate cells by semicolons or tabs.
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create("\",;\t\r\n' ");

    public static void Separator(IBufferWriter<byte> output) => output.Write(","u8);

    public static void EndRow(IBufferWriter<byte> output) => output.Write("\r\n"u8);

    /// <summary>Somebody's text. Absent is an empty cell, empty a pair of quotes.</summary>
    public static void Text(IBufferWriter<byte> output, string? text)
    {
        if (text is null)
        {
            return;
        }
        if (text.Length > 0 && !text.AsSpan().ContainsAny(NeedsQuotes) && !StartsFormula.Contains(text[0]))
        {
            Encoding.UTF8.GetBytes(text, output);
            return;
        }
        output.Write("\""u8);
        if (text.Length > 0 && StartsFormula.Contains(text[0]))
        {
            output.Write("'"u8);
        }
        Encoding.UTF8.GetBytes(text.Replace("\"", "\"\"", StringComparison.Ordinal), output);
        output.Write("\""u8);
    }

    /// <summary>A number, an id or a time: our own, and written as it is.</summary>
    public static void Value<T>(IBufferWriter<byte> output, T value, string? format = null)
        where T : IUtf8SpanFormattable
    {
        value.TryFormat(output.GetSpan(NumberBytesMax), out var written, format, CultureInfo.InvariantCulture);
        output.Advance(written);
    }
}
