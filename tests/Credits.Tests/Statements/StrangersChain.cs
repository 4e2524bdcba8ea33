using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Credits.Tests.Statements;

/// <summary>The chain as a stranger computes it who has read docs/STATEMENT.md and nothing else. It shares no code with the service.</summary>
internal static class StrangersChain
{
    private static readonly string[] Order =
    [
        "sequence", "id", "amount", "balanceAfter", "type", "description", "metadata", "sessionId", "purchaseId", "idempotencyKey",
        "createdAt", "grants",
    ];

    /// <summary>The hash of the last transaction, in hex. Fails where a line's own hash is another.</summary>
    public static string HeadOf(IReadOnlyList<string> statement)
    {
        var user = JsonNode.Parse(statement[0])!["userId"]!.ToString();
        var hash = new byte[32];
        foreach (var line in statement.Skip(1).SkipLast(1).Select(text => JsonNode.Parse(text)!))
        {
            var content = Written(user) + string.Concat(Order.Select(name => Written(line[name]?.ToString())));
            hash = SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(content)]);
            Assert.Equal(line["hash"]!.ToString(), Convert.ToHexStringLower(hash));
        }
        return Convert.ToHexStringLower(hash);
    }

    private static string Written(string? field) => field is null ? "-" : Encoding.UTF8.GetBytes(field).Length + ":" + field;
}
