using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Conformance;

/// <summary>Everything that an account answers after its <see cref="WholeLife"/>: each event with its object, each list, each resource by its id.</summary>
internal sealed class Answers
{
    private const int SamplesMax = 8;
    private static readonly string[] Expansions =
    [
        "/v1/payment_intents?limit=100&expand[]=data.customer&expand[]=data.latest_charge&expand[]=data.payment_method",
        "/v1/refunds?expand[]=data.charge",
        "/v1/charges?expand[]=data.refunds",
        "/v1/customers?expand[]=data.subscriptions&expand[]=data.sources&expand[]=data.tax_ids&expand[]=data.invoice_settings.default_payment_method",
        "/v1/checkout/sessions?expand[]=data.line_items&expand[]=data.customer&expand[]=data.subscription&expand[]=data.invoice",
        "/v1/subscriptions?status=all&expand[]=data.latest_invoice.payments&expand[]=data.customer",
        "/v1/subscriptions?expand[]=data.latest_invoice.confirmation_secret&expand[]=data.default_payment_method",
    ];

    /// <summary>What is in no list and no event, only in the answer to its creation.</summary>
    private static readonly (string Path, string[] Parameters)[] OnlyAnswered =
    [
        ("/v1/test_helpers/test_clocks", ["frozen_time=4000000000", "name=Clock"]),
        ("/v1/tokens", ["card[number]=4242424242424242", "card[exp_month]=12", "card[exp_year]=2034"]),
        ("/v1/webhook_endpoints", ["url=http://127.0.0.1:9/", "enabled_events[]=no.such"]),
    ];

    private readonly EmulatorServer _server;
    private readonly StripeNames _names;
    private readonly List<JsonObject> _all = [];
    private readonly Dictionary<string, List<string>> _ids = new(StringComparer.Ordinal);

    private Answers(EmulatorServer server, StripeNames names) => (_server, _names) = (server, names);

    /// <summary>Also the members of lists, each by itself.</summary>
    public IReadOnlyList<JsonObject> All => _all;

    public static async Task<Answers> CollectAsync(EmulatorServer server, StripeNames names)
    {
        var answers = new Answers(server, names);
        foreach (var (path, parameters) in OnlyAnswered)
        {
            var made = await server.PostAsync(path, parameters);
            if (made.Status == 200)
            {
                answers.Add(made.Json.AsObject());
            }
        }

        await answers.AddEventsAsync();
        foreach (var list in names.Resources.SelectMany(resource => resource.Operations).Where(operation => IsPlainList(operation)))
        {
            await answers.AddAsync($"{list.Path}?limit=100");
        }

        foreach (var path in Expansions)
        {
            Assert.True(await answers.AddAsync(path), path);
        }

        await answers.AddByIdAsync();
        foreach (var id in answers.IdsOf("setup_intent"))
        {
            await answers.AddAsync($"/v1/setup_attempts?setup_intent={id}");
        }

        return answers;
    }

    /// <summary>The id of one that there is; null when there is none.</summary>
    public string? IdOf(string objectName) => IdsOf(objectName) is [var first, ..] ? first : null;

    public IReadOnlyList<string> IdsOf(string objectName) => _ids.GetValueOrDefault(objectName, []);

    private static bool IsPlainList(NamedOperation operation) => operation is { Method: "GET", Name: "list" } && !operation.Path.Contains('{');

    private async Task AddEventsAsync()
    {
        string? cursor = null;
        do
        {
            var page = (await _server.GetAsync($"/v1/events?limit=100{(cursor is null ? "" : $"&starting_after={cursor}")}")).Json;
            var events = page["data"]!.AsArray().Select(recorded => recorded!.AsObject()).ToList();
            foreach (var recorded in events)
            {
                Add(recorded);
                Add(recorded["data"]!["object"]!.AsObject());
            }

            cursor = page["has_more"]!.GetValue<bool>() ? events[^1].Text("id") : null;
        }
        while (cursor is not null);
    }

    /// <summary>Each kind of resource by its id, and the lists that belong to one.</summary>
    private async Task AddByIdAsync()
    {
        foreach (var resource in _names.Resources)
        {
            var paths = resource.Operations
                .Where(operation => operation.Method == "GET" && operation.Path.Split('{').Length == 2)
                .Select(operation => operation.Path)
                .ToList();
            foreach (var id in _ids.GetValueOrDefault(resource.Object, []).Take(SamplesMax).ToList())
            {
                foreach (var path in paths)
                {
                    await AddAsync(path.Replace("{id}", id, StringComparison.Ordinal));
                }
            }

            foreach (var path in resource.Operations.Where(operation => operation is { Method: "GET", Name: not "list" } && !operation.Path.Contains('{')))
            {
                await AddAsync(path.Path);
            }
        }
    }

    /// <summary>False when there is no such answer: a kind of resource that is not covered, or a list of one kind only.</summary>
    private async Task<bool> AddAsync(string path)
    {
        var answer = await _server.GetAsync(path);
        if (answer.Status != 200)
        {
            return false;
        }

        var json = answer.Json.AsObject();
        if (json["object"]!.ToString() is "list" or "search_result")
        {
            foreach (var member in json["data"]!.AsArray())
            {
                Add(member!.AsObject());
            }
        }
        else
        {
            Add(json);
        }

        return true;
    }

    private void Add(JsonObject answer)
    {
        _all.Add(answer);
        Remember(answer);
    }

    private void Remember(JsonNode? node)
    {
        if (node is JsonArray members)
        {
            foreach (var member in members)
            {
                Remember(member);
            }
        }
        else if (node is JsonObject json)
        {
            if (json["object"] is JsonValue kind && json["id"] is JsonValue id && json["deleted"] is null)
            {
                var known = _ids.GetValueOrDefault(kind.ToString()) ?? (_ids[kind.ToString()] = []);
                if (!known.Contains(id.ToString()))
                {
                    known.Add(id.ToString());
                }
            }

            foreach (var (_, value) in json)
            {
                Remember(value);
            }
        }
    }
}
