using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace StripeEmulator.Webhooks.Rules;

/// <summary>
/// The rules for deliveries, in the order they were added; the first that takes a delivery decides. A rule that takes only
/// some draws from its seed, the number of the event among those it is about, and the place of the receiver: the same seed
/// decides the same again, whatever the ids are.
/// </summary>
internal sealed class DeliveryRules
{
    public const int RulesMax = 100;

    private readonly Lock _gate = new();
    private readonly List<Active> _rules = [];
    private long _lastNumber;
    private volatile bool _isEmpty = true;

    public bool IsEmpty => _isEmpty;

    /// <summary>Null when there are as many as may be.</summary>
    public DeliveryRule? TryAdd(DeliveryRule rule)
    {
        lock (_gate)
        {
            if (_rules.Count >= RulesMax)
            {
                return null;
            }

            var added = rule with { Id = "rule_" + (++_lastNumber).ToString(CultureInfo.InvariantCulture) };
            _rules.Add(new Active(added));
            _isEmpty = false;
            return added;
        }
    }

    public IReadOnlyList<DeliveryRule> All()
    {
        lock (_gate)
        {
            return [.. _rules.Select(active => active.Rule)];
        }
    }

    public bool Remove(string id)
    {
        lock (_gate)
        {
            var removed = _rules.RemoveAll(active => active.Rule.Id == id) > 0;
            _isEmpty = _rules.Count == 0;
            return removed;
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
            _isEmpty = true;
        }
    }

    /// <summary>For each receiver of an event the rule that decides, or null.</summary>
    public DeliveryRule?[] Decide(string eventType, IReadOnlyList<DeliveryTarget> targets)
    {
        var decided = new DeliveryRule?[targets.Count];
        if (_isEmpty)
        {
            return decided;
        }

        lock (_gate)
        {
            foreach (var active in _rules.Where(active => active.Rule.IsAbout(eventType)))
            {
                Decide(active, targets, decided);
            }

            _rules.RemoveAll(active => active.Rule.EventsLeft == 0);
            _isEmpty = _rules.Count == 0;
            return decided;
        }
    }

    private static void Decide(Active active, IReadOnlyList<DeliveryTarget> targets, DeliveryRule?[] decided)
    {
        var (rule, number) = (active.Rule, active.EventsSeen++);
        var hasTaken = false;
        for (var index = 0; index < targets.Count; index++)
        {
            if (decided[index] is null && rule.IsFor(targets[index]) && Draw(rule, number, targets[index].Place) < rule.Percent)
            {
                decided[index] = rule;
                hasTaken = true;
            }
        }

        if (hasTaken && rule.EventsLeft is { } left)
        {
            active.Rule = rule with { EventsLeft = left - 1 };
        }
    }

    /// <summary>A number from 0 to 99 that follows from these alone.</summary>
    private static int Draw(DeliveryRule rule, long number, int place)
    {
        Span<byte> key = stackalloc byte[24];
        BinaryPrimitives.WriteInt64LittleEndian(key, rule.Seed);
        BinaryPrimitives.WriteInt64LittleEndian(key[8..], number);
        BinaryPrimitives.WriteInt32LittleEndian(key[16..], place);
        BinaryPrimitives.WriteInt32LittleEndian(key[20..], (int)rule.Action);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(key, hash);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(hash) % 100);
    }

    private sealed class Active(DeliveryRule rule)
    {
        public DeliveryRule Rule { get; set; } = rule;
        public long EventsSeen { get; set; }
    }
}
