using StripeEmulator.State;
using StripeEmulator.Webhooks;

namespace StripeEmulator.Cli;

/// <summary>What was given to one Stripe CLI, so that what it says of it can be put into the delivery log.</summary>
internal sealed class CliDeliveries(DeliveryLog log, TimeProvider time)
{
    private const int ExpectedMax = 4_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Expected> _expected = new(StringComparer.Ordinal);
    private readonly Queue<string> _byAge = new();

    public Noted Note(Event recorded, string targetId) => new(recorded, targetId, time.GetUtcNow(), time.GetTimestamp());

    /// <summary>The same event is given twice, in two versions; each is answered for itself.</summary>
    public void Expect(Noted noted, string conversationId, string signature)
    {
        lock (_gate)
        {
            while (_byAge.Count >= ExpectedMax)
            {
                _expected.Remove(_byAge.Dequeue());
            }

            _expected.Add(conversationId, new Expected(noted, signature));
            _byAge.Enqueue(conversationId);
        }
    }

    public void Take(CliReply? reply)
    {
        if (reply is null || Find(reply.ConversationId) is not var (noted, signature))
        {
            return;
        }

        if (reply.Type == CliReply.Answered)
        {
            log.Add(Attempt(noted, signature) with
            {
                Url = reply.ForwardUrl,
                Status = reply.Status,
                Answer = AttemptAnswer.Of(reply.Body, reply.Headers ?? []),
            });
        }
        else if (reply.Type == CliReply.Acknowledged && noted.IsFirstAcknowledgement())
        {
            log.Add(Attempt(noted, signature) with { IsAcknowledged = true });
        }
    }

    private Expected? Find(string conversationId)
    {
        lock (_gate)
        {
            return _expected.GetValueOrDefault(conversationId);
        }
    }

    private DeliveryAttempt Attempt(Noted noted, string signature) => new()
    {
        EventId = noted.Event.Id,
        EventType = noted.Event.Type,
        EndpointId = noted.TargetId,
        Attempt = 1,
        StartedAt = noted.StartedAt,
        DurationMs = time.GetElapsedTime(noted.Started).TotalMilliseconds,
        Signature = signature,
    };

    private sealed record Expected(Noted Noted, string Signature);

    /// <summary>An event that was given to the CLI.</summary>
    internal sealed record Noted(Event Event, string TargetId, DateTimeOffset StartedAt, long Started)
    {
        private int _acknowledgements;

        public bool IsFirstAcknowledgement() => Interlocked.Increment(ref _acknowledgements) == 1;
    }
}
