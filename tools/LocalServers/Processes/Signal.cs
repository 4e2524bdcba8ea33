namespace LocalServers.Processes;

/// <summary>The signals that servers are stopped with, by their Linux numbers.</summary>
public enum Signal
{
    None = 0,
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}
