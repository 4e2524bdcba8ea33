namespace Credits.Statements;

/// <summary>Where a statement is wrong, and why.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed record StatementFault(long Line, string Problem);

/// <summary>Recomputes a statement from the first line to the last, without a database or network, in constant memory.</summary>
public static class StatementCheck
{
    /// <returns>The first fault; null when it all fits.</returns>
    public static async Task<StatementFault?> FindFaultAsync(TextReader statement, CancellationToken cancellationToken)
    {
        var number = 0L;
        try
        {
            var chain = StatementChain.After(await NextAsync());
            while (!chain.IsComplete)
            {
                chain.Follow(await NextAsync());
            }
            chain.End(await NextAsync());
            number++;
            return await statement.ReadLineAsync(cancellationToken) is null
                ? null
                : new StatementFault(number, "The statement has ended: nothing may follow its last line.");
        }
        catch (StatementFaultException fault)
        {
            return new StatementFault(number, fault.Message);
        }

        async Task<StatementLine> NextAsync()
        {
            number++;
            return await statement.ReadLineAsync(cancellationToken) is { } text
                ? StatementLine.Parse(text)
                : throw new StatementFaultException("The statement is cut off: a line is missing here.");
        }
    }
}

/// <summary>A line does not fit; the message says why.</summary>
internal sealed class StatementFaultException(string message) : Exception(message);
