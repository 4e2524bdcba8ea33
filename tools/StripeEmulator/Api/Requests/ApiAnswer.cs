using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StripeEmulator.Api.Requests;

/// <summary>
/// A finished answer. Bodies are indented as Stripe's are, so that whoever signs or compares a re-serialised one fails here too.
/// </summary>
internal sealed record ApiAnswer(int Status, ReadOnlyMemory<byte> Body, string RequestId)
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ApiAnswer Of(int status, JsonObject body, string requestId) => new(status, Serialize(body), requestId);

    public static byte[] Serialize(JsonNode json) => Encoding.UTF8.GetBytes(json.ToJsonString(Indented));
}
