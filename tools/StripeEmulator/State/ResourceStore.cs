namespace StripeEmulator.State;

/// <summary>A store of any kind of resource, for what concerns all of them.</summary>
internal interface IResourceStore
{
    /// <summary>Oldest first.</summary>
    IReadOnlyList<StripeResource> All { get; }

    /// <summary>Grows with every change.</summary>
    long Changes { get; }

    void Restore(StripeResource resource);

    void Clear();
}

/// <summary>
/// Resources of one kind in order of creation, bounded: when full, the oldest goes. One of their fields may be an index,
/// so that a list filtered by it never walks past what belongs to others.
/// Not safe by itself: callers hold <see cref="StripeState.Gate"/>.
/// </summary>
internal sealed class ResourceStore<T>(int capacity, Func<T, string?>? indexKey = null) : IResourceStore
    where T : StripeResource
{
    private static readonly IComparer<Entry> ByAge = Comparer<Entry>.Create((a, b) => a.Sequence.CompareTo(b.Sequence));

    private readonly Dictionary<string, Entry> _byId = new(StringComparer.Ordinal);
    private readonly SortedSet<Entry> _all = new(ByAge);
    private readonly Dictionary<string, SortedSet<Entry>> _groups = new(StringComparer.Ordinal);
    private long _lastSequence;

    public int Count => _byId.Count;

    public long Changes { get; private set; }

    public IReadOnlyList<StripeResource> All => [.. _all.Select(entry => entry.Resource)];

    public T? Find(string id) => _byId.GetValueOrDefault(id)?.Resource;

    /// <summary>Adds a resource, or replaces the one with its id and keeps its place in the order.</summary>
    public T Put(T resource)
    {
        Changes++;
        if (_byId.TryGetValue(resource.Id, out var known))
        {
            LeaveGroup(known);
            known.Resource = resource;
            JoinGroup(known);
            return resource;
        }

        if (_byId.Count >= capacity)
        {
            Remove(_all.Min!);
        }

        var entry = new Entry(++_lastSequence) { Resource = resource };
        _byId.Add(resource.Id, entry);
        _all.Add(entry);
        JoinGroup(entry);
        return resource;
    }

    /// <summary>Newest first, of one group when <paramref name="group"/> is given; only what is older than the cursor.</summary>
    public IEnumerable<T> OlderThan(string? cursorId, string? group = null) =>
        Slice(group, below: cursorId is null ? long.MaxValue : _byId[cursorId].Sequence, above: 0)
            .Reverse()
            .Select(entry => entry.Resource);

    /// <summary>Oldest first, of one group when <paramref name="group"/> is given; only what is newer than the cursor.</summary>
    public IEnumerable<T> NewerThan(string cursorId, string? group = null) =>
        Slice(group, below: long.MaxValue, above: _byId[cursorId].Sequence).Select(entry => entry.Resource);

    public void Remove(string id)
    {
        if (_byId.TryGetValue(id, out var entry))
        {
            Remove(entry);
        }
    }

    public void Restore(StripeResource resource) => Put((T)resource);

    public void Clear()
    {
        Changes++;
        _byId.Clear();
        _all.Clear();
        _groups.Clear();
    }

    private SortedSet<Entry> Slice(string? group, long below, long above)
    {
        var set = group is null ? _all : _groups.GetValueOrDefault(group) ?? new SortedSet<Entry>(ByAge);
        return below <= above + 1
            ? new SortedSet<Entry>(ByAge)
            : set.GetViewBetween(Edge(above + 1), Edge(below == long.MaxValue ? below : below - 1));
    }

    private static Entry Edge(long sequence) => new(sequence) { Resource = null! };

    private void Remove(Entry entry)
    {
        Changes++;
        _byId.Remove(entry.Resource.Id);
        _all.Remove(entry);
        LeaveGroup(entry);
    }

    private void JoinGroup(Entry entry)
    {
        if (indexKey?.Invoke(entry.Resource) is { } key)
        {
            (_groups.TryGetValue(key, out var group) ? group : _groups[key] = new SortedSet<Entry>(ByAge)).Add(entry);
        }
    }

    private void LeaveGroup(Entry entry)
    {
        if (indexKey?.Invoke(entry.Resource) is { } key && _groups.TryGetValue(key, out var group))
        {
            group.Remove(entry);
            if (group.Count == 0)
            {
                _groups.Remove(key);
            }
        }
    }

    private sealed class Entry(long sequence)
    {
        public long Sequence { get; } = sequence;

        public required T Resource { get; set; }
    }
}
