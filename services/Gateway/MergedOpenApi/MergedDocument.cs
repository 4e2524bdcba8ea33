using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.MergedOpenApi;

/// <summary>Joins the services' parts into one OpenAPI document.</summary>
internal static class MergedDocument
{
    public const string Title = "Playground Credits";
    public const string BearerScheme = "bearer";

    private const string ProblemSchema = "ProblemDetails";
    private const string UnavailableExtension = "x-unavailable";

    public static byte[] Of(IReadOnlyList<ServiceDocument> services)
    {
        var parts = services
            .Where(service => service.Document is not null)
            .Select(service => ServicePart.Of(service.Service, service.Document!, service.Routes))
            .ToList();
        ComponentNames.Disambiguate(parts);

        var merged = Frame();
        foreach (var part in parts)
        {
            Add(merged, part);
        }
        merged["components"]!["schemas"]![ProblemSchema] = Problem();
        merged["components"]!["securitySchemes"] = Security();
        var unavailable = services
            .Where(service => service.Document is null)
            .Select(service => (JsonNode)service.Service)
            .ToArray();
        if (unavailable.Length > 0)
        {
            merged[UnavailableExtension] = new JsonArray(unavailable);
        }
        return Encoding.UTF8.GetBytes(merged.ToJsonString());
    }

    private static JsonObject Frame() => new()
    {
        ["openapi"] = "3.1.1",
        ["info"] = new JsonObject
        {
            ["title"] = Title,
            ["version"] = "v1",
            ["description"] = "Prepaid credits: buy packs, see the balance, spend. A refusal is a problem with a stable code.",
        },
        // Relative to where the document was fetched: the Gateway, under whatever name the reader knows it.
        ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
        ["paths"] = new JsonObject(),
        ["components"] = new JsonObject { ["schemas"] = new JsonObject() },
        ["tags"] = new JsonArray(),
    };

    private static void Add(JsonObject merged, ServicePart part)
    {
        foreach (var (path, operations) in part.Operations)
        {
            var target = Child(merged["paths"]!.AsObject(), path);
            foreach (var (method, operation) in operations)
            {
                Complete(operation);
                target[method] = operation;
            }
        }
        foreach (var (component, definition) in part.Components)
        {
            Child(merged["components"]!.AsObject(), component.Section)[component.Name] = definition;
        }
        var tags = merged["tags"]!.AsArray();
        foreach (var tag in part.Tags.Where(tag => !tags.Any(known => JsonNode.DeepEquals(known!["name"], tag["name"]))))
        {
            tags.Add(tag);
        }
    }

    // What the Gateway adds to every call by itself: it wants a token, and it may refuse with a problem.
    private static void Complete(JsonObject operation)
    {
        operation["security"] = new JsonArray(new JsonObject { [BearerScheme] = new JsonArray() });
        Child(operation, "responses").TryAdd("default", new JsonObject
        {
            ["description"] = "Refused; the code says why.",
            ["content"] = new JsonObject
            {
                ["application/problem+json"] = new JsonObject
                {
                    ["schema"] = new JsonObject { ["$ref"] = ComponentKey.Schema(ProblemSchema).Reference },
                },
            },
        });
    }

    private static JsonObject Child(JsonObject parent, string name)
    {
        if (parent[name] is not JsonObject child)
        {
            parent[name] = child = [];
        }
        return child;
    }

    private static JsonObject Security() => new()
    {
        [BearerScheme] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["bearerFormat"] = "JWT" },
    };

    private static JsonObject Problem() => JsonNode.Parse(
        """
        {
          "type": "object",
          "description": "RFC 9457 problem details. Branch on the code; the texts may change.",
          "required": [ "code", "status", "title" ],
          "properties": {
            "type": { "type": "string" },
            "title": { "type": "string" },
            "status": { "type": "integer", "format": "int32" },
            "detail": { "type": [ "null", "string" ] },
            "instance": { "type": [ "null", "string" ] },
            "code": { "type": "string", "examples": [ "insufficient_credits" ] },
            "traceId": { "type": "string" }
          }
        }
        """)!.AsObject();
}
