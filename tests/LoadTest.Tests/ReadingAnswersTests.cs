using System.Text;
using LoadTest.Load;

namespace LoadTest.Tests;

public sealed class ReadingAnswersTests
{
    private const string WithLength = "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}";
    private const string InChunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n7\r\n{\"a\":1}\r\n0\r\n\r\n";

    [Theory]
    [InlineData(WithLength, 201)]
    [InlineData(InChunks, 200)]
    public void AnAnswerIsWholeOnlyWithItsLastByte(string text, int status)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        for (var arrived = 0; arrived < bytes.Length; arrived++)
        {
            Assert.False(HttpAnswer.TryParse(bytes.AsSpan(0, arrived), out _), $"{arrived} of {bytes.Length} bytes");
        }

        Assert.True(HttpAnswer.TryParse(bytes, out var answer));

        Assert.Equal(status, answer.Status);
        Assert.Equal("""{"a":1}""", Encoding.ASCII.GetString(bytes, answer.BodyStart, answer.BodyLength));
    }

    [Fact]
    public void AnAnswerWithoutABody_IsWholeWithItsHeaders()
    {
        Assert.True(HttpAnswer.TryParse("HTTP/1.1 404 Not Found\r\n\r\n"u8, out var answer));
        Assert.Equal((404, 0), (answer.Status, answer.BodyLength));
    }
}
