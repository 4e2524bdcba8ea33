using System.Globalization;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests.Rules;

/// <summary>A test waits for a condition with a deadline; a pause is either too short or too long.</summary>
internal static class WaitingInTests
{
    private const double PauseMillisecondsMax = 100;

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        if (!file.IsTest)
        {
            yield break;
        }
        foreach (var call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>())
        {
            var name = call.Expression.ToString();
            if (name.EndsWith("Thread.Sleep", StringComparison.Ordinal)
                || (name.EndsWith("Task.Delay", StringComparison.Ordinal) && IsLong(call.ArgumentList.Arguments[0].Expression)))
            {
                yield return file.At(call, $"{name} in a test. Wait for what you expect with Eventually, which has a deadline.");
            }
        }
    }

    private static bool IsLong(ExpressionSyntax pause) => Milliseconds(pause) is >= PauseMillisecondsMax;

    private static double? Milliseconds(ExpressionSyntax pause) => pause switch
    {
        LiteralExpressionSyntax literal => Number(literal.Token.ValueText),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax unit, ArgumentList.Arguments: [var amount] } =>
            Milliseconds(amount.Expression) * MillisecondsIn(unit.Name.Identifier.Text),
        IdentifierNameSyntax name => Milliseconds(name.Identifier.Text, pause),
        _ => null,
    };

    private static double? Milliseconds(string name, ExpressionSyntax user) =>
        user.SyntaxTree.GetRoot().DescendantNodes().OfType<VariableDeclaratorSyntax>()
            .FirstOrDefault(variable => variable.Identifier.Text == name)?.Initializer is { Value: not IdentifierNameSyntax and var value }
            ? Milliseconds(value)
            : null;

    private static double MillisecondsIn(string unit) => unit switch
    {
        "FromMilliseconds" => 1,
        "FromSeconds" => 1_000,
        "FromMinutes" => 60_000,
        "FromHours" => 3_600_000,
        _ => 0,
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
