using System.Text.Json.Nodes;

namespace StripeEmulator.Tests.Conformance;

/// <summary>
/// Asks the emulator about each parameter of an operation. A probe is a request that is right but for one name that nobody
/// knows, so it changes nothing: the refusal names what is unknown, and a probed parameter that is not among it is known.
/// </summary>
internal sealed class ParameterProbe(EmulatorServer server, Answers answers)
{
    private const string Decoy = "nobody_knows";

    /// <summary>Null when the emulator has no such operation.</summary>
    public async Task<ProbedOperation?> ProbeAsync(NamedResource resource, NamedOperation operation)
    {
        var path = PathOf(resource, operation);
        var probed = new ProbedOperation(resource.Object, operation.Name);
        var root = new Set("", ProbeValues.Base(resource.Object, operation, answers), operation.Parameters);
        var known = await AskAsync(operation.Method, path, root, probing: null);
        if (known is Reply.NoSuchOperation)
        {
            return null;
        }

        Assert.True(known is Reply.Known, $"{operation.Method} {path}: the request that others are made of is refused: {known}");
        await ProbeSetAsync(probed, operation.Method, path, root);
        return probed;
    }

    private async Task ProbeSetAsync(ProbedOperation probed, string method, string path, Set set)
    {
        foreach (var (declared, kind) in set.Parameters)
        {
            var name = declared.TrimEnd('!');
            var full = set.Name.Length == 0 ? name : $"{set.Name}[{name}]";
            var replies = new List<(string Text, Reply Reply)>();
            foreach (var value in ProbeValues.For(full, name, kind!, answers))
            {
                replies.Add((value.Text, await AskAsync(method, path, set with { Base = [.. set.Base.Where(pair => !Belongs(pair.Name, full)), .. value.Pairs] }, full)));
            }

            await RecordAsync(probed, method, path, set, full, kind!, replies);
        }
    }

    private async Task RecordAsync(
        ProbedOperation probed, string method, string path, Set set, string full, JsonNode kind, List<(string Text, Reply Reply)> replies)
    {
        if (replies.All(reply => reply.Reply is Reply.Unknown))
        {
            probed.Unknown.Add(full);
        }
        else if (replies.All(reply => reply.Reply is Reply.Refused))
        {
            probed.Refused.Add(full);
        }
        else
        {
            probed.Taken.Add(full);
            probed.RefusedValues.AddRange(replies.Where(reply => reply.Reply is Reply.Refused).Select(reply => $"{full}={reply.Text}"));
            if (ProbeValues.PartsOf(full, kind) is var (name, parts))
            {
                var needed = ProbeValues.Needed(name, parts, answers);
                await ProbeSetAsync(probed, method, path, new Set(name, [.. set.Base.Where(pair => !Belongs(pair.Name, full)), .. needed], parts));
            }
        }
    }

    private static bool Belongs(string name, string parameter) => name == parameter || name.StartsWith(parameter + "[", StringComparison.Ordinal);

    private async Task<Reply> AskAsync(string method, string path, Set set, string? probing)
    {
        var pairs = set.Base.Append(new Pair(set.Name.Length == 0 ? Decoy : $"{set.Name}[{Decoy}]", "1"));
        var answer = method == "GET"
            ? await server.GetAsync($"{path}?{string.Join('&', pairs.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}")
            : await server.SendAsync(new HttpMethod(method), path, [.. pairs.Select(pair => $"{pair.Name}={pair.Value}")]);
        return Read(answer, probing);
    }

    private static Reply Read(Answer answer, string? probing)
    {
        if (answer.Status == 200)
        {
            // The set around the probed parameter is taken as it comes.
            return new Reply.Known();
        }

        var message = answer.Error["message"]!.ToString();
        return answer.Code switch
        {
            null when answer.Status == 404 && message.StartsWith("Unrecognized request URL", StringComparison.Ordinal) => new Reply.NoSuchOperation(),
            "emulator_not_covered" => new Reply.Refused(message),
            "parameter_unknown" when probing is not null && NamesOf(message).Contains(probing) => new Reply.Unknown(),
            "parameter_unknown" => new Reply.Known(),
            _ => new Reply.Other(message),
        };
    }

    private static string[] NamesOf(string message) => message[(message.IndexOf(':', StringComparison.Ordinal) + 2)..].Split(", ");

    private string PathOf(NamedResource resource, NamedOperation operation) => string.Concat(operation.Path.Split('{').Select((part, index) =>
    {
        if (index == 0)
        {
            return part;
        }

        var end = part.IndexOf('}', StringComparison.Ordinal);
        var owner = part[..end] == "id" ? resource.Object : part[..end].Replace("Id", "", StringComparison.Ordinal);
        return (answers.IdOf(owner) ?? "none") + part[(end + 1)..];
    }));

    private sealed record Set(string Name, IReadOnlyList<Pair> Base, JsonObject Parameters);

    private abstract record Reply
    {
        public sealed record Known : Reply;

        public sealed record Unknown : Reply;

        public sealed record NoSuchOperation : Reply;

        /// <summary>Refused as not covered.</summary>
        public sealed record Refused(string Message) : Reply;

        /// <summary>Known, and looked at: the probe's value is not a good one.</summary>
        public sealed record Other(string Message) : Reply;
    }
}

/// <summary>One parameter of a request.</summary>
internal sealed record Pair(string Name, string Value);

/// <summary>What became of an operation's parameters.</summary>
internal sealed record ProbedOperation(string Object, string Name)
{
    public List<string> Taken { get; } = [];

    /// <summary>Known, and refused as not covered.</summary>
    public List<string> Refused { get; } = [];

    /// <summary>Of parameters that are taken, the values that are refused.</summary>
    public List<string> RefusedValues { get; } = [];

    public List<string> Unknown { get; } = [];
}
