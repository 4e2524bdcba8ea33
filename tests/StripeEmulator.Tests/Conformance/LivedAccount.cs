namespace StripeEmulator.Tests.Conformance;

/// <summary>An account after its <see cref="WholeLife"/>, with its answers compared and its parameters probed once for all tests.</summary>
public sealed class LivedAccount : IAsyncLifetime
{
    private const string Endive = "2026-10-28.endive";

    internal StripeNames Names { get; } = StripeNames.Read();

    internal Answers Answers { get; private set; } = null!;

    internal ShapeCheck Shapes { get; private set; } = null!;

    internal IReadOnlyList<ProbedOperation> Probed { get; private set; } = null!;

    internal IReadOnlyList<ProbedExpansions> Expansions { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await using var clocked = await ClockedServer.StartAsync($"--Account:ApiVersion={Endive}");
        await WholeLife.LiveAsync(clocked);
        Answers = await Answers.CollectAsync(clocked.Server, Names);
        Shapes = new ShapeCheck(Names);
        foreach (var answer in Answers.All)
        {
            Shapes.Check(answer);
        }

        Probed = await ProbeAsync(clocked.Server);
        Expansions = await ExpandAsync(clocked.Server);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private async Task<IReadOnlyList<ProbedExpansions>> ExpandAsync(EmulatorServer server)
    {
        var probe = new ExpansionProbe(server, Names, Answers);
        var probed = new List<ProbedExpansions>();
        foreach (var resource in Names.Resources)
        {
            if (await probe.ProbeAsync(resource) is { } known)
            {
                probed.Add(known);
            }
        }

        return probed;
    }

    private async Task<IReadOnlyList<ProbedOperation>> ProbeAsync(EmulatorServer server)
    {
        var probe = new ParameterProbe(server, Answers);
        var probed = new List<ProbedOperation>();
        foreach (var resource in Names.Resources)
        {
            foreach (var operation in resource.Operations)
            {
                if (await probe.ProbeAsync(resource, operation) is { } known)
                {
                    probed.Add(known);
                }
            }
        }

        return probed;
    }
}
