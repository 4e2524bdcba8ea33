using System.Globalization;

namespace StripeEmulator.Webhooks.Rules;

/// <summary>Deliveries that a rule keeps back until somebody releases them.</summary>
internal sealed class HeldDeliveries(TimeProvider time)
{
    public const int HeldMax = 10_000;

    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, HeldDelivery> _held = new(StringComparer.Ordinal);
    private long _lastNumber;

    /// <summary>False when as many are held as may be: it then goes its ordinary way.</summary>
    public bool TryHold(Delivery delivery, DeliveryRule rule)
    {
        lock (_gate)
        {
            if (_held.Count >= HeldMax)
            {
                return false;
            }

            var id = "held_" + (++_lastNumber).ToString(CultureInfo.InvariantCulture);
            _held.Add(id, new HeldDelivery(id, delivery, rule.Id, time.GetUtcNow()));
            return true;
        }
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<HeldDelivery> All()
    {
        lock (_gate)
        {
            return [.. _held.Values];
        }
    }

    /// <summary>Takes them out, in the order of the ids, or all in the order they came; an id that is not held is passed over.</summary>
    public IReadOnlyList<Delivery> Take(IReadOnlyList<string>? ids)
    {
        lock (_gate)
        {
            var taken = (ids ?? [.. _held.Keys]).Distinct().Where(_held.ContainsKey).Select(id => _held[id]).ToList();
            foreach (var held in taken)
            {
                _held.Remove(held.Id);
            }

            return [.. taken.Select(held => held.Delivery)];
        }
    }
}

/// <summary>A delivery that is held, and since when.</summary>
internal sealed record HeldDelivery(string Id, Delivery Delivery, string RuleId, DateTimeOffset Since);
