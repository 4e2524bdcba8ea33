namespace StripeEmulator.Control;

/// <summary>The faults that are still to happen, in the order they were asked for; each request takes at most one.</summary>
internal sealed class FaultPlan
{
    public const int RulesMax = 100;

    private readonly Lock _gate = new();
    private readonly List<FaultRule> _rules = [];
    private volatile bool _isEmpty = true;

    public bool TryAdd(FaultRule rule)
    {
        lock (_gate)
        {
            if (_rules.Count >= RulesMax)
            {
                return false;
            }

            _rules.Add(rule);
            _isEmpty = false;
            return true;
        }
    }

    public Fault? Take(HttpRequest request)
    {
        if (_isEmpty)
        {
            return null;
        }

        lock (_gate)
        {
            var rule = _rules.Find(candidate => candidate.TakesOne(request));
            if (rule?.Remaining == 0)
            {
                _rules.Remove(rule);
                _isEmpty = _rules.Count == 0;
            }

            return rule?.Fault;
        }
    }

    /// <summary>How many requests are still to be hit.</summary>
    public int Remaining()
    {
        lock (_gate)
        {
            return _rules.Sum(rule => rule.Remaining);
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
}
