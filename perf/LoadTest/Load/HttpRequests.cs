using System.Globalization;
using System.Text;

namespace LoadTest.Load;

/// <summary>Requests written as bytes into a buffer that is used again and again.</summary>
internal sealed class HttpRequests(Uri address)
{
    private readonly byte[] buffer = new byte[8 * 1024];

    public ReadOnlyMemory<byte> Get(string path, string token)
    {
        var length = Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n", buffer);
        return buffer.AsMemory(0, length);
    }

    public ReadOnlyMemory<byte> Post(string path, string token, string json, string? idempotencyKey) =>
        Post(path, token, "application/json", json, idempotencyKey);

    /// <param name="form">Encoded.</param>
    public ReadOnlyMemory<byte> PostForm(string path, string token, string form, string idempotencyKey) =>
        Post(path, token, "application/x-www-form-urlencoded", form, idempotencyKey);

    private ReadOnlyMemory<byte> Post(string path, string token, string contentType, string body, string? idempotencyKey)
    {
        var key = idempotencyKey is null ? "" : $"Idempotency-Key: {idempotencyKey}\r\n";
        var length = Encoding.ASCII.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {token}\r\n{key}Content-Type: {contentType}\r\nContent-Length: {body.Length}\r\n\r\n{body}"),
            buffer);
        return buffer.AsMemory(0, length);
    }
}
