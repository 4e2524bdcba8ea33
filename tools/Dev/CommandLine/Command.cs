namespace Dev.CommandLine;

/// <summary>One command of <c>./dev</c>.</summary>
/// <param name="Name">The first word.</param>
/// <param name="Usage">The rest of the line, for the help.</param>
/// <param name="Does">One sentence for the help.</param>
/// <param name="RunAsync">Takes the words after the name; returns the exit code.</param>
internal sealed record Command(
    string Name, string Usage, string Does, Func<IReadOnlyList<string>, CancellationToken, Task<int>> RunAsync);
