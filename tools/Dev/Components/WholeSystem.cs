using Dev.Building;
using Dev.Databases;
using Dev.Identity;
using Dev.Workspace;

namespace Dev.Components;

/// <summary>Brings everything up in the order that its parts need, and down again.</summary>
internal sealed class WholeSystem(Workplace workplace)
{
    private static readonly string[] Serving =
        [ComponentNames.Ingress, ComponentNames.Billing, ComponentNames.Credits, ComponentNames.Gateway];

    private readonly ComponentCatalog _catalog = new(workplace);

    public async Task StartAsync(Steps steps, CancellationToken cancellationToken)
    {
        workplace.Stripe.Check(workplace.WebhookUrl);
        using (await SigningKey.LoadAsync(workplace, cancellationToken))
        {
            // Made here, so that the services find the JWKS file.
        }

        var build = BuildAsync(steps, cancellationToken);
        var postgres = EnsureAsync(steps, ComponentNames.Postgres, cancellationToken);
        var rabbitMq = EnsureAsync(steps, ComponentNames.RabbitMq, cancellationToken);
        await Task.WhenAll(
            rabbitMq,
            AfterAsync([build, postgres], () => MigrateAsync(steps, cancellationToken)),
            AfterAsync([build], () => StripeAsync(steps, cancellationToken)));
        await Task.WhenAll(Serving.Select(name => EnsureAsync(steps, name, cancellationToken)));
    }

    /// <summary>Newest first: what serves stops before what it needs. Data is kept.</summary>
    public async Task StopAsync(Steps steps, CancellationToken cancellationToken)
    {
        await StopAsync(steps, running => Serving.Contains(running.Name), cancellationToken);
        await StopAsync(steps, _ => true, cancellationToken);
    }

    private Task StopAsync(Steps steps, Func<RunningComponent, bool> which, CancellationToken cancellationToken) =>
        Task.WhenAll(workplace.State.Listed().Where(which).Select(async running =>
        {
            if (running.Process.IsAlive)
            {
                await steps.RunAsync(
                    ReplicaName.Of(running.Name, running.Replica), "stopped", () => _catalog[running.Name].StopAsync(running, cancellationToken));
            }
            else
            {
                await workplace.State.RemoveAsync(running, cancellationToken);
            }
        }));

    private async Task BuildAsync(Steps steps, CancellationToken cancellationToken) =>
        await steps.RunAsync("build", "done", () => SolutionBuild.Programs.EnsureAsync(workplace.Checkout, cancellationToken));

    // Every replica that was listed, and the first of each.
    private async Task EnsureAsync(Steps steps, string name, CancellationToken cancellationToken)
    {
        var replicas = workplace.State.Listed().Where(listed => listed.Name == name).Select(listed => listed.Replica).Append(1).Distinct();
        await Task.WhenAll(replicas.Select(replica => new ComponentStart(workplace, _catalog[name]).EnsureAsync(steps, replica, cancellationToken)));
    }

    // Migrations are safe to repeat, but take seconds; what was migrated by the same program needs no second time.
    private async Task MigrateAsync(Steps steps, CancellationToken cancellationToken)
    {
        var program = OperatorProgram.Fingerprint(workplace);
        var outdated = new List<ServiceDatabase>();
        foreach (var database in ServiceDatabase.All)
        {
            if (await MigrationMark.ReadAsync(workplace, database, cancellationToken) != program)
            {
                outdated.Add(database);
            }
        }

        if (outdated.Count > 0)
        {
            await steps.RunAsync("databases", "migrated", () => Task.WhenAll(outdated.Select(async database =>
            {
                await OperatorProgram.MigrateAsync(workplace, database, cancellationToken);
                await MigrationMark.WriteAsync(workplace, database, program, cancellationToken);
            })));
        }
    }

    private static async Task AfterAsync(Task[] before, Func<Task> work)
    {
        await Task.WhenAll(before);
        await work();
    }

    private async Task StripeAsync(Steps steps, CancellationToken cancellationToken)
    {
        if (workplace.Stripe.IsLocal)
        {
            await EnsureAsync(steps, ComponentNames.Stripe, cancellationToken);
            return;
        }

        foreach (var running in workplace.State.Alive(ComponentNames.Stripe))
        {
            await _catalog[ComponentNames.Stripe].StopAsync(running, cancellationToken);
        }
    }
}
