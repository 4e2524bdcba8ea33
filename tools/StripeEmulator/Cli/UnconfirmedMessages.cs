namespace StripeEmulator.Cli;

/// <summary>
/// What was sent to a Stripe CLI without a word from it yet, oldest first. That the socket took a message says nothing: the
/// connection may have been broken already, and only the CLI's acknowledgement tells that it has it.
/// </summary>
internal sealed class UnconfirmedMessages(int max)
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, CliMessage> _messages = new(StringComparer.Ordinal);

    public IReadOnlyList<CliMessage> All()
    {
        lock (_gate)
        {
            return [.. _messages.Values];
        }
    }

    /// <summary>Of a CLI that acknowledges nothing the oldest are let go.</summary>
    public void Add(CliMessage message)
    {
        lock (_gate)
        {
            if (_messages.Count >= max)
            {
                _messages.RemoveAt(0);
            }

            _messages[message.Id] = message;
        }
    }

    public void Confirm(string id)
    {
        lock (_gate)
        {
            _messages.Remove(id);
        }
    }
}

/// <param name="Id">How the CLI's acknowledgement names it.</param>
/// <param name="IsAcknowledged">Whether the CLI says when it has it; of the others it is taken for granted once they are sent.</param>
internal sealed record CliMessage(string Id, byte[] Message, bool IsAcknowledged);
