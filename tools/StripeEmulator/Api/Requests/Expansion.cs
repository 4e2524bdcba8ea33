using System.Collections.Frozen;
using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>Replaces ids by what they name, along the paths of <c>expand[]</c>.</summary>
internal static class Expansion
{
    private const int PathsMax = 20;
    private const int DepthMax = 4;

    /// <summary>Which fields of which object may be expanded, and to what.</summary>
    private static readonly FrozenDictionary<(string ObjectName, string Field), string> Targets =
        new Dictionary<(string, string), string>
        {
            [(ObjectNames.PaymentIntent, "customer")] = ObjectNames.Customer,
            [(ObjectNames.PaymentIntent, "latest_charge")] = ObjectNames.Charge,
            [(ObjectNames.PaymentIntent, "payment_method")] = ObjectNames.PaymentMethod,
            [(ObjectNames.Charge, "customer")] = ObjectNames.Customer,
            [(ObjectNames.Charge, "payment_intent")] = ObjectNames.PaymentIntent,
            [(ObjectNames.PaymentMethod, "customer")] = ObjectNames.Customer,
        }.ToFrozenDictionary();

    /// <summary>Reads the paths and refuses what can't be expanded, before anything is done.</summary>
    public static IReadOnlyList<string[]> Read(Parameters parameters, Operation operation)
    {
        var paths = new List<string[]>();
        foreach (var text in parameters.List("expand", PathsMax) ?? [])
        {
            var fields = text.Split('.');
            if (fields.Length > DepthMax)
            {
                throw StripeError.InvalidParameter($"You cannot expand more than {DepthMax} levels of a property. Property: {text}", "expand");
            }

            // In a list every path begins with the field that holds the resources.
            var path = !operation.IsList ? fields : fields is ["data", _, ..] ? fields[1..] : throw NotExpandable(text);
            RefuseUnlessExpandable(operation.ObjectName, path, text);
            paths.Add(path);
        }

        return paths;
    }

    public static void Apply(JsonObject json, IReadOnlyList<string[]> paths, Func<string, string, JsonObject?> find)
    {
        foreach (var path in paths)
        {
            var current = json;
            foreach (var field in path)
            {
                if (Resolve(current, field, find) is not { } next)
                {
                    break;
                }

                current = next;
            }
        }
    }

    /// <summary>What the field holds, put in place of its id the first time a path comes by; null when it names nothing.</summary>
    private static JsonObject? Resolve(JsonObject json, string field, Func<string, string, JsonObject?> find)
    {
        if (json[field] is JsonObject already)
        {
            return already;
        }

        if (json[field]?.GetValue<string>() is not { } id
            || find(Targets[(json["object"]!.GetValue<string>(), field)], id) is not { } found)
        {
            return null;
        }

        json[field] = found;
        return found;
    }

    private static void RefuseUnlessExpandable(string objectName, string[] path, string text)
    {
        foreach (var field in path)
        {
            objectName = Targets.TryGetValue((objectName, field), out var target) ? target : throw NotExpandable(text);
        }
    }

    private static StripeError NotExpandable(string text) =>
        StripeError.InvalidParameter($"This property cannot be expanded ({text}).", "expand");
}
