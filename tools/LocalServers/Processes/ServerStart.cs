namespace LocalServers.Processes;

/// <summary>What to start, and how it is kept.</summary>
public sealed record ServerStart
{
    /// <summary>The program, by path or found in PATH.</summary>
    public required string Program { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Added to the caller's environment; null takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    public required string WorkingDirectory { get; init; }

    /// <summary>Takes standard output and error, appended.</summary>
    public required string LogFile { get; init; }

    /// <summary>Only root can say this: the user that the program runs as.</summary>
    public string? User { get; init; }

    /// <summary>What the guard sends when the caller is gone.</summary>
    public Signal EndSignal { get; init; } = Signal.Kill;
}
