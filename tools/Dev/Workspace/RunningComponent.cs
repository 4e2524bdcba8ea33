using LocalServers.Processes;

namespace Dev.Workspace;

/// <summary>A process that ./dev started and has not stopped.</summary>
/// <param name="Name">The component.</param>
/// <param name="Replica">From 1.</param>
/// <param name="Process">Id and start time: an id given out anew is never taken for ours.</param>
/// <param name="Fingerprint">Of its program and settings; when it differs from today's, <c>up</c> starts it anew.</param>
internal sealed record RunningComponent(string Name, int Replica, ServerProcess Process, string Fingerprint);
