namespace Reliability.Inbox;

/// <summary>What messages of one kind do, several at once: within one transaction, which the caller commits.</summary>
public interface ICombinedEffect<in TMessage>
{
    /// <param name="messages">In the order of their arrival. Each takes effect for the first time here, though their facts may be known already.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    Task ApplyAsync(IReadOnlyList<TMessage> messages, CancellationToken cancellationToken);
}
