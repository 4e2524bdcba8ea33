using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WebhookIngress.Tests.Fuzzing;

/// <summary>Spoils an event where it hurts: members and not bytes, for the most part, so that the reader is reached.</summary>
internal static class MutatedBody
{
    private const int MutationsMax = 4;
    private const int NestingDepth = 100;

    // What no node can hold is written over a mark once the rest is text.
    private static readonly string[] RawValues =
    [
        "1e400", "-1", "0.5", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "\"\\ud800\"", "\"\\u0000\"",
        "{\"\\ud800\":1}", "{\"type\":\"prpm_plus\",\"type\":null}", new string('[', NestingDepth) + new string(']', NestingDepth),
    ];

    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    public static byte[] Of(JsonObject original, Random random)
    {
        var body = original.DeepClone().AsObject();
        for (var left = random.Next(1, MutationsMax + 1); left > 0; left--)
        {
            Mutate(body, random);
        }
        var text = body.ToJsonString(Layout);
        for (var index = 0; index < RawValues.Length; index++)
        {
            text = text.Replace($"\"{Mark(index)}\"", RawValues[index], StringComparison.Ordinal);
        }
        return random.Next(10) == 0 ? Spoil(Encoding.UTF8.GetBytes(text), random) : Encoding.UTF8.GetBytes(text);
    }

    private static void Mutate(JsonObject body, Random random)
    {
        var slots = SlotsOf(body).ToList();
        if (slots.Count == 0)
        {
            return;
        }
        var (parent, key) = slots[random.Next(slots.Count)];
        switch (random.Next(3))
        {
            case 0:
                Remove(parent, key);
                break;
            case 1:
                Set(parent, key, slots[random.Next(slots.Count)] is var other ? Get(other.Parent, other.Key)?.DeepClone() : null);
                break;
            default:
                Set(parent, key, Strange(random));
                break;
        }
    }

    private static JsonNode? Strange(Random random) => random.Next(11) switch
    {
        0 => null,
        1 => JsonValue.Create(true),
        2 => JsonValue.Create(""),
        3 => JsonValue.Create(new string('x', 1_000)),
        4 => JsonValue.Create("an id\nwith a line"),
        5 => new JsonArray(new JsonArray(), null, 7),
        6 => new JsonObject { ["id"] = null },
        _ => JsonValue.Create(Mark(random.Next(RawValues.Length))),
    };

    private static byte[] Spoil(byte[] body, Random random)
    {
        var at = random.Next(body.Length);
        switch (random.Next(3))
        {
            case 0:
                return body[..at];
            case 1:
                body[at] = 0xFF;
                return body;
            default:
                return [.. body[..at], (byte)random.Next(256), .. body[at..]];
        }
    }

    private static IEnumerable<(JsonNode Parent, object Key)> SlotsOf(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => SlotsOf(member.Value).Prepend((members, member.Key))),
        JsonArray items => items.SelectMany((item, index) => SlotsOf(item).Prepend((items, index))),
        _ => [],
    };

    private static JsonNode? Get(JsonNode parent, object key) => key is int index ? parent[index] : parent[(string)key];

    private static void Set(JsonNode parent, object key, JsonNode? value)
    {
        if (key is int index)
        {
            parent[index] = value;
        }
        else
        {
            parent[(string)key] = value;
        }
    }

    private static void Remove(JsonNode parent, object key)
    {
        if (key is int index)
        {
            parent.AsArray().RemoveAt(index);
        }
        else
        {
            parent.AsObject().Remove((string)key);
        }
    }

    private static string Mark(int index) => $"@raw{index}@";
}
