using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Conformance;

/// <summary>Values to try a parameter with: plausible ones, so that what is refused is the parameter and not its value.</summary>
internal static class ProbeValues
{
    private static readonly Dictionary<string, string> ByName = new()
    {
        ["amount"] = "1000",
        ["country"] = "US",
        ["currency"] = "usd",
        ["email"] = "ada@example.test",
        ["cvc"] = "123",
        ["exp_month"] = "12",
        ["exp_year"] = "2034",
        ["number"] = "4242424242424242",
        ["api_version"] = "2026-10-28.endive",
        ["url"] = "https://shop.example.test/",
        ["return_url"] = "https://shop.example.test/",
        ["success_url"] = "https://shop.example.test/",
        ["cancel_url"] = "https://shop.example.test/",
        ["quantity"] = "1",
        ["query"] = "created>0",
        ["interval_count"] = "1",
        ["payment_method"] = "pm_card_visa",
        ["token"] = "tok_visa",
        ["unit_amount"] = "1000",
        ["account_number"] = "000123456789",
        ["routing_number"] = "110000000",
    };

    /// <summary>What must be said for an operation to be read at all, beyond what its types require.</summary>
    private static readonly Dictionary<string, string[]> Additions = new()
    {
        ["price create"] = ["product={product}", "unit_amount=1000"],
        ["plan create"] = ["product={product}", "amount=1000"],
        ["refund create"] = ["payment_intent={payment_intent}"],
        ["subscription create"] = ["customer={customer}", "items[0][price]={price}"],
        ["checkout.session create"] = ["mode=payment", "success_url=https://shop.example.test/", "line_items[0][price]={price}"],
        ["billing_portal.session create"] = ["customer={customer}"],
        ["payment_method create"] = ["type=card", "card[token]=tok_visa"],
        ["payment_method list"] = ["customer={customer}"],
        ["payment_method attach"] = ["customer={customer}"],
        ["invoice create"] = ["customer={customer}"],
        ["invoice createPreview"] = ["customer={customer}"],
        ["invoiceitem create"] = ["customer={customer}", "amount=1000", "currency=usd"],
        ["coupon create"] = ["percent_off=10", "duration=once"],
        ["token create"] = ["card[number]=4242424242424242", "card[exp_month]=12", "card[exp_year]=2034"],
    };

    public static IReadOnlyList<Pair> Base(string objectName, NamedOperation operation, Answers answers)
    {
        var additions = Additions.GetValueOrDefault($"{objectName} {operation.Name}", [])
            .Select(text => text.Split('=', 2))
            .Select(parts => new Pair(parts[0], Filled(parts[1], answers)))
            .ToList();
        return [.. Needed("", operation.Parameters, answers).Where(pair => additions.All(added => added.Name != pair.Name)), .. additions];
    }

    /// <summary>The parameters of a set that must be given. A card sent along is not in the types, but what everybody sends.</summary>
    public static IEnumerable<Pair> Needed(string set, JsonObject parameters, Answers answers) => set.EndsWith("payment_method_data", StringComparison.Ordinal)
        ? [new Pair($"{set}[type]", "card"), new Pair($"{set}[card][token]", "tok_visa")]
        : parameters.Where(parameter => parameter.Key.EndsWith('!')).SelectMany(parameter =>
        {
            var name = parameter.Key.TrimEnd('!');
            return For(set.Length == 0 ? name : $"{set}[{name}]", name, parameter.Value!, answers).First().Pairs;
        });

    /// <summary>Each value to try.</summary>
    public static IEnumerable<(string Text, IReadOnlyList<Pair> Pairs)> For(string full, string name, JsonNode kind, Answers answers)
    {
        if (kind is JsonArray values)
        {
            return values.Select(value => (value!.ToString(), (IReadOnlyList<Pair>)[new Pair(full, value!.ToString())]));
        }

        if (kind is JsonObject { } nested)
        {
            return nested["list"] is { } member
                ? [("", [.. For($"{full}[0]", name, member, answers).First().Pairs])]
                : [("", PairsOf(full, nested["set"]!.AsObject(), answers))];
        }

        return kind.ToString() switch
        {
            "flag" => [("true", [new Pair(full, "true")]), ("false", [new Pair(full, "false")])],
            "map" => [("", [new Pair($"{full}[a]", "1")])],
            "number" => [("", [new Pair(full, ByName.GetValueOrDefault(name, "10"))])],
            _ => [("", [new Pair(full, ByName.GetValueOrDefault(name) ?? answers.IdOf(name) ?? "sample")])],
        };
    }

    /// <summary>The set inside a parameter, with the name of its members' parent; null when it is none.</summary>
    public static (string Name, JsonObject Parts)? PartsOf(string full, JsonNode kind) => kind switch
    {
        JsonObject nested when nested["set"] is JsonObject { Count: > 0 } parts => (full, parts),
        JsonObject nested when nested["list"] is JsonObject list && list["set"] is JsonObject { Count: > 0 } parts => ($"{full}[0]", parts),
        _ => null,
    };

    private static IReadOnlyList<Pair> PairsOf(string full, JsonObject parts, Answers answers)
    {
        var needed = Needed(full, parts, answers).ToList();
        if (needed.Count > 0)
        {
            return needed;
        }

        // Any part will do; metadata, where there are any, are never refused.
        var first = parts.FirstOrDefault(part => part.Key == "metadata") is { Value: not null } metadata ? metadata : parts.FirstOrDefault();
        return first is { Value: { } kind }
            ? For($"{full}[{first.Key}]", first.Key, kind, answers).First().Pairs
            : [new Pair($"{full}[a]", "1")];
    }

    private static string Filled(string text, Answers answers) =>
        text.StartsWith('{') ? answers.IdOf(text.Trim('{', '}')) ?? "none" : text;
}
