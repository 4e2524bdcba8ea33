namespace StripeEmulator.Webhooks.Rules;

/// <summary>Gathers deliveries of one rule and receiver, and gives them back in the opposite order: when there are enough, or it took too long.</summary>
internal sealed class ReorderedDeliveries(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string RuleId, string TargetId), Gathering> _gatherings = [];

    /// <summary>What is to go out now; nothing while more is waited for.</summary>
    public IReadOnlyList<Delivery> Add(Delivery delivery, DeliveryRule rule)
    {
        lock (_gate)
        {
            var key = (rule.Id, delivery.TargetId);
            if (!_gatherings.TryGetValue(key, out var gathering))
            {
                _gatherings.Add(key, gathering = new Gathering(time.GetTimestamp(), TimeSpan.FromMilliseconds(rule.DelayMs)));
            }

            gathering.Deliveries.Push(delivery);
            return gathering.Deliveries.Count < rule.Window ? [] : Take(key);
        }
    }

    /// <summary>Those that waited long enough for more to come, each in its new order.</summary>
    public IReadOnlyList<IReadOnlyList<Delivery>> TakeDue()
    {
        lock (_gate)
        {
            return
            [
                .. _gatherings
                    .Where(gathering => time.GetElapsedTime(gathering.Value.Since) >= gathering.Value.Patience)
                    .Select(gathering => gathering.Key)
                    .ToList()
                    .Select(Take),
            ];
        }
    }

    private IReadOnlyList<Delivery> Take((string RuleId, string TargetId) key) =>
        _gatherings.Remove(key, out var gathering) ? [.. gathering.Deliveries] : [];

    private sealed record Gathering(long Since, TimeSpan Patience)
    {
        public Stack<Delivery> Deliveries { get; } = [];
    }
}
