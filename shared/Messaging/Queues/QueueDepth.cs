namespace Messaging.Queues;

/// <summary>What waits in one of a service's queues.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Waiting">Messages that no consumer has been given yet.</param>
/// <param name="Consumers">Who takes from it; 0 while the service is down.</param>
/// <param name="Parked">Messages in its error queue.</param>
public sealed record QueueDepth(string Queue, long Waiting, long Consumers, long Parked);
