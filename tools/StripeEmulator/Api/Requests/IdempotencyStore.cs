using System.Text;

namespace StripeEmulator.Api.Requests;

/// <summary>
/// Answers by idempotency key: the first request does the work, any other with the same key and parameters gets the same
/// answer for a day. Bounded: above <see cref="KeysMax"/> the oldest key is forgotten.
/// </summary>
internal sealed class IdempotencyStore(TimeProvider time)
{
    public const int KeysMax = 50_000;
    public const int KeyLengthMax = 255;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _byAge = new();

    /// <summary>Claims the key for this request; a claim with an answer means that the work was done before.</summary>
    /// <exception cref="StripeError">The key is in use at this moment, or was used with other parameters.</exception>
    public IdempotencyClaim Claim(string key, string fingerprint)
    {
        if (key.Length > KeyLengthMax)
        {
            throw StripeError.Invalid($"An idempotency key may have at most {KeyLengthMax} characters.");
        }

        lock (_gate)
        {
            DropOld();
            if (_entries.TryGetValue(key, out var known))
            {
                return known.Fingerprint != fingerprint ? throw StripeError.IdempotencyKeyReused()
                    : known.Answer is null ? throw StripeError.IdempotencyKeyInUse()
                    : new IdempotencyClaim(this, known);
            }

            var entry = new Entry(key, fingerprint, time.GetUtcNow());
            _entries.Add(key, entry);
            _byAge.Enqueue(entry);
            return new IdempotencyClaim(this, entry);
        }
    }

    /// <summary>The answers that stand, oldest first.</summary>
    public IReadOnlyList<IdempotentAnswer> Save()
    {
        lock (_gate)
        {
            return
            [
                .. _byAge.Where(entry => entry.Answer is not null && _entries.GetValueOrDefault(entry.Key) == entry).Select(entry =>
                    new IdempotentAnswer(
                        entry.Key,
                        entry.Fingerprint,
                        entry.ClaimedAt,
                        entry.Answer!.Status,
                        Encoding.UTF8.GetString(entry.Answer.Body.Span),
                        entry.Answer.RequestId)),
            ];
        }
    }

    public void Restore(IReadOnlyList<IdempotentAnswer> answers)
    {
        lock (_gate)
        {
            foreach (var saved in answers)
            {
                var entry = new Entry(saved.Key, saved.Fingerprint, saved.At)
                {
                    Answer = new ApiAnswer(saved.Status, Encoding.UTF8.GetBytes(saved.Body), saved.RequestId),
                };
                _entries[entry.Key] = entry;
                _byAge.Enqueue(entry);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
            _byAge.Clear();
        }
    }

    private void Save(Entry entry, ApiAnswer answer)
    {
        lock (_gate)
        {
            entry.Answer = answer;
        }
    }

    private void ReleaseUnanswered(Entry entry)
    {
        lock (_gate)
        {
            if (entry.Answer is null)
            {
                RemoveIfCurrent(entry);
            }
        }
    }

    private void DropOld()
    {
        while (_byAge.TryPeek(out var oldest) && (_byAge.Count > KeysMax || time.GetUtcNow() - oldest.ClaimedAt > Lifetime))
        {
            _byAge.Dequeue();
            RemoveIfCurrent(oldest);
        }
    }

    /// <summary>A key that was released and claimed again belongs to a newer entry, which stays.</summary>
    private void RemoveIfCurrent(Entry entry)
    {
        if (_entries.TryGetValue(entry.Key, out var current) && ReferenceEquals(current, entry))
        {
            _entries.Remove(entry.Key);
        }
    }

    /// <summary>A key and its answer, once there is one.</summary>
    internal sealed class Entry(string key, string fingerprint, DateTimeOffset claimedAt)
    {
        public string Key { get; } = key;
        public string Fingerprint { get; } = fingerprint;
        public DateTimeOffset ClaimedAt { get; } = claimedAt;
        public ApiAnswer? Answer { get; set; }
    }

    /// <summary>The right to work under a key. Disposed without a saved answer, the key is free again.</summary>
    internal sealed class IdempotencyClaim(IdempotencyStore store, Entry entry) : IDisposable
    {
        public ApiAnswer? EarlierAnswer { get; } = entry.Answer;

        public void Save(ApiAnswer answer) => store.Save(entry, answer);

        public void Dispose() => store.ReleaseUnanswered(entry);
    }
}

/// <summary>An answer that stands under a key, as it is kept in a file.</summary>
internal sealed record IdempotentAnswer(
    string Key, string Fingerprint, DateTimeOffset At, int Status, string Body, string RequestId);
