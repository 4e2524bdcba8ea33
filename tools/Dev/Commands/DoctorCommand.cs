using Dev.CommandLine;
using Dev.Databases;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev doctor</c>: says what is wrong with this set-up and its Stripe account, with tools/Operator.</summary>
internal static class DoctorCommand
{
    public static Command Command { get; } = new(
        "doctor", "", "Says what is wrong with the set-up and its Stripe account, and what to do; exit code 1 on a finding", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        Arguments.Parse(given, [], []).NoWords();
        var workplace = await Workplace.OpenAsync(cancellationToken);
        var result = await OperatorProgram.DoctorAsync(workplace, cancellationToken);
        Output.Line(result.Said);
        return result.ExitCode;
    }
}
