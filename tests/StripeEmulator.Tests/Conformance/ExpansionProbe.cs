namespace StripeEmulator.Tests.Conformance;

/// <summary>Asks the emulator to expand each field that Stripe expands, of one resource of each kind.</summary>
internal sealed class ExpansionProbe(EmulatorServer server, StripeNames names, Answers answers)
{
    /// <summary>Null when there is no such resource to ask for.</summary>
    public async Task<ProbedExpansions?> ProbeAsync(NamedResource resource)
    {
        if (await PathOfOneAsync(resource) is not { } path)
        {
            return null;
        }

        var probed = new ProbedExpansions(resource.Object);
        foreach (var field in names.FieldsOf(resource.Types[0]).Where(field => field.IsExpandable))
        {
            var answer = await server.GetAsync($"{path}?expand[]={field.Name}");
            (answer.Status == 200 ? probed.Expanded : probed.Refused).Add(field.Name);
        }

        return probed;
    }

    /// <summary>Of one that answers: others may be deleted.</summary>
    private async Task<string?> PathOfOneAsync(NamedResource resource)
    {
        var path = resource.Operations.FirstOrDefault(operation => operation is { Method: "GET", Name: "retrieve" })?.Path;
        foreach (var id in path is null ? [] : answers.IdsOf(resource.Object))
        {
            var withId = path!.Replace("{id}", id, StringComparison.Ordinal);
            if ((await server.GetAsync(withId)).Status == 200)
            {
                return withId;
            }
        }

        return null;
    }
}

/// <summary>What became of the fields of a resource that Stripe expands.</summary>
internal sealed record ProbedExpansions(string Object)
{
    public List<string> Expanded { get; } = [];

    public List<string> Refused { get; } = [];
}
