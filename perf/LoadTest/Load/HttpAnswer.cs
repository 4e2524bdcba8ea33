using System.Buffers.Text;

namespace LoadTest.Load;

/// <summary>Where an answer's parts lie in what has arrived of it.</summary>
/// <param name="BodyStart">For a chunked body of several chunks the first one's, with the framing between them left in.</param>
internal readonly record struct HttpAnswer(int Status, int BodyStart, int BodyLength)
{
    private const int StatusStart = 9; // after "HTTP/1.1 "

    private static ReadOnlySpan<byte> HeadersEnd => "\r\n\r\n"u8;

    private static ReadOnlySpan<byte> ContentLength => "\r\nContent-Length: "u8;

    private static ReadOnlySpan<byte> Chunked => "\r\nTransfer-Encoding: chunked"u8;

    /// <returns>False while more has to arrive.</returns>
    public static bool TryParse(ReadOnlySpan<byte> arrived, out HttpAnswer answer)
    {
        answer = default;
        var end = arrived.IndexOf(HeadersEnd);
        if (end < 0 || !Utf8Parser.TryParse(arrived[StatusStart..], out int status, out _))
        {
            return false;
        }
        var headers = arrived[..end];
        var start = end + HeadersEnd.Length;
        var length = headers.IndexOf(ContentLength);
        if (length >= 0)
        {
            answer = new HttpAnswer(status, start, NumberAt(headers[(length + ContentLength.Length)..]));
            return arrived.Length >= start + answer.BodyLength;
        }
        if (headers.IndexOf(Chunked) < 0)
        {
            answer = new HttpAnswer(status, start, 0);
            return true;
        }
        return TryParseChunks(arrived, status, start, out answer);
    }

    private static int NumberAt(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out int number, out _) ? number : throw new FormatException("An answer's length is no number.");

    private static bool TryParseChunks(ReadOnlySpan<byte> arrived, int status, int start, out HttpAnswer answer)
    {
        answer = default;
        var (position, bodyStart, bodyEnd) = (start, 0, 0);
        while (position < arrived.Length)
        {
            var line = arrived[position..].IndexOf("\r\n"u8);
            if (line < 0 || !Utf8Parser.TryParse(arrived.Slice(position, line), out int size, out _, 'x'))
            {
                return false;
            }
            var data = position + line + 2;
            if (size == 0)
            {
                answer = new HttpAnswer(status, bodyStart, bodyEnd - bodyStart);
                return arrived.Length >= data + 2;
            }
            bodyStart = bodyStart == 0 ? data : bodyStart;
            bodyEnd = data + size;
            position = bodyEnd + 2;
        }
        return false;
    }
}
