namespace StripeEmulator.RequestLogs;

/// <summary>The last requests to the API, so that one sees what a program really sent.</summary>
internal sealed class RequestLog
{
    public const int RequestsMax = 1_000;

    private readonly Lock _gate = new();
    private readonly Queue<LoggedRequest> _requests = new();

    /// <summary>Called for each request; must not block.</summary>
    public event Action<LoggedRequest>? Added;

    public void Add(LoggedRequest request)
    {
        lock (_gate)
        {
            if (_requests.Count == RequestsMax)
            {
                _requests.Dequeue();
            }

            _requests.Enqueue(request);
        }

        Added?.Invoke(request);
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<LoggedRequest> Latest(int limit)
    {
        lock (_gate)
        {
            return [.. _requests.Reverse().Take(limit)];
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _requests.Clear();
        }
    }
}
