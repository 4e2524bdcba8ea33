namespace Dev;

/// <summary>Reports as lines, at once. <see cref="Progress{T}"/> would do so later, from another thread.</summary>
internal sealed class ConsoleLine : IProgress<string>
{
    public void Report(string value) => Output.Line(value);
}
