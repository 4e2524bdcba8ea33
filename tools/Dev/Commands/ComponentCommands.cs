using Dev.Building;
using Dev.CommandLine;
using Dev.Components;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev start|stop|kill|restart SERVICE</c>: one component, one or several processes of it.</summary>
internal static class ComponentCommands
{
    private const string Replicas = "--replicas";
    private const string Usage = $"SERVICE [{Replicas} N]";

    public static Command Start { get; } = new(
        "start", Usage, "Starts one of postgres rabbitmq stripe gateway ingress billing credits, and waits until it is ready",
        (given, cancellationToken) => RunAsync(given, StartAsync, cancellationToken));

    public static Command Stop { get; } = new(
        "stop", Usage, "Stops it in its own orderly way",
        (given, cancellationToken) => RunAsync(given, StopAsync, cancellationToken));

    public static Command Kill { get; } = new(
        "kill", Usage, "Ends it by SIGKILL",
        (given, cancellationToken) => RunAsync(given, KillAsync, cancellationToken));

    public static Command Restart { get; } = new(
        "restart", Usage, "Stops it and starts it anew, with as many replicas as before",
        (given, cancellationToken) => RunAsync(given, RestartAsync, cancellationToken));

    private static async Task<int> RunAsync(
        IReadOnlyList<string> given, Func<Target, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var arguments = Arguments.Parse(given, [], [Replicas]);
        var workplace = await Workplace.OpenAsync(cancellationToken);
        var component = new ComponentCatalog(workplace).Find(arguments.Word("service"));
        var count = arguments.Number(Replicas, 1, Settings.ReplicasMax);
        if (count > 1 && !ComponentNames.WithReplicas.Contains(component.Name))
        {
            throw new UsageException($"{component.Name} runs once.");
        }

        await act(new Target(workplace, component, count), cancellationToken);
        return ExitCodes.Success;
    }

    private static async Task StartAsync(Target target, CancellationToken cancellationToken)
    {
        await using var operating = await target.Workplace.OperateAsync(cancellationToken);
        await SolutionBuild.Programs.EnsureAsync(target.Workplace.Checkout, cancellationToken);
        await StartAsync(target, target.Count ?? 1, cancellationToken);
    }

    private static async Task StopAsync(Target target, CancellationToken cancellationToken)
    {
        await using var operating = await target.Workplace.OperateAsync(cancellationToken);
        foreach (var dead in target.Dead())
        {
            await target.Workplace.State.RemoveAsync(dead, cancellationToken);
        }

        await Steps.ShowAsync(steps => Task.WhenAll(target.LastOnes().Select(running => steps.RunAsync(
            ReplicaName.Of(running.Name, running.Replica), "stopped", () => target.Component.StopAsync(running, cancellationToken)))));
    }

    // Without the lock of the others: a crash does not wait for anybody.
    private static async Task KillAsync(Target target, CancellationToken cancellationToken)
    {
        foreach (var running in target.LastOnes())
        {
            await target.Component.KillAsync(running, cancellationToken);
            Output.Good(FormattableString.Invariant($"{ReplicaName.Of(running.Name, running.Replica)} killed (process {running.Process.Id})"));
        }
    }

    private static async Task RestartAsync(Target target, CancellationToken cancellationToken)
    {
        await using var operating = await target.Workplace.OperateAsync(cancellationToken);
        await SolutionBuild.Programs.EnsureAsync(target.Workplace.Checkout, cancellationToken);
        var running = target.Running();
        await Task.WhenAll(running.Select(one => target.Component.StopAsync(one, cancellationToken)));
        await StartAsync(target, target.Count ?? Math.Max(1, running.Count), cancellationToken);
    }

    private static async Task StartAsync(Target target, int count, CancellationToken cancellationToken)
    {
        var before = target.Running();
        var start = new ComponentStart(target.Workplace, target.Component);
        await Steps.ShowAsync(async steps =>
        {
            var started = await Task.WhenAll(Enumerable.Range(1, count).Select(
                replica => start.EnsureAsync(steps, replica, cancellationToken)));
            if (!started.Contains(true))
            {
                Output.Line($"{target.Component.Name} runs already.");
            }
        });
        if (count > Math.Max(1, before.Count) && target.Component.Name is ComponentNames.Billing or ComponentNames.Credits)
        {
            Output.Line("./dev restart gateway tells the Gateway of the new replicas.");
        }
    }

    private sealed record Target(Workplace Workplace, IComponent Component, int? Count)
    {
        public IReadOnlyList<RunningComponent> Running() => Workplace.State.Alive(Component.Name);

        /// <summary>Killed, or ended by themselves, and still listed, so that <c>up</c> would bring them back.</summary>
        public IEnumerable<RunningComponent> Dead() =>
            Workplace.State.Listed().Where(listed => listed.Name == Component.Name && !listed.Process.IsAlive);

        /// <summary>As many as asked for, from the last replica on; all without a number.</summary>
        public IReadOnlyList<RunningComponent> LastOnes()
        {
            var running = Running();
            if (running.Count == 0)
            {
                Output.Line($"{Component.Name} does not run.");
            }

            return [.. running.TakeLast(Count ?? running.Count)];
        }
    }
}
