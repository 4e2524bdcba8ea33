using System.Text.Json;
using LocalServers;

namespace Dev.Workspace;

/// <summary>The list of what runs, in <c>.dev/state.json</c>, shared by all ./dev processes of this checkout.</summary>
internal sealed class RunningState(Checkout checkout)
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true };

    /// <summary>What is listed and alive, in the order of start.</summary>
    public IReadOnlyList<RunningComponent> Alive() => [.. Read().Where(component => component.Process.IsAlive)];

    public IReadOnlyList<RunningComponent> Alive(string name) =>
        [.. Alive().Where(component => component.Name == name).OrderBy(component => component.Replica)];

    /// <summary>Also what has died by itself.</summary>
    public IReadOnlyList<RunningComponent> Listed() => Read();

    public Task AddAsync(RunningComponent added, CancellationToken cancellationToken) =>
        ChangeAsync(list => [.. list.Where(other => (other.Name, other.Replica) != (added.Name, added.Replica)), added], cancellationToken);

    public Task RemoveAsync(RunningComponent removed, CancellationToken cancellationToken) =>
        ChangeAsync(list => list.Where(other => other != removed), cancellationToken);

    private async Task ChangeAsync(
        Func<List<RunningComponent>, IEnumerable<RunningComponent>> change, CancellationToken cancellationToken)
    {
        await using var held = await FileLock.TakeAsync(checkout.InDevDirectory("state.lock"), LockLimit, cancellationToken);
        PrivateFiles.Write(checkout.StateFile, JsonSerializer.Serialize(change(Read()), Layout));
    }

    private List<RunningComponent> Read()
    {
        if (!File.Exists(checkout.StateFile))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<List<RunningComponent>>(File.ReadAllText(checkout.StateFile)) ?? [];
        }
        catch (JsonException exception)
        {
            throw new DevException(
                $"{checkout.StateFile} can't be read ({exception.Message}). It lists the processes that run: end them by hand, then delete it.");
        }
    }
}
