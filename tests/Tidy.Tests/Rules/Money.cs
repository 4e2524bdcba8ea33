using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests.Rules;

/// <summary>Money is whole minor units, credits are whole numbers: nothing that rounds may hold them.</summary>
internal static partial class Money
{
    public static IEnumerable<Finding> Check(SourceFile file)
    {
        if (file.IsMigration || !file.IsIn("services/", "shared/Contracts/"))
        {
            return [];
        }
        return from declaration in Declarations(file)
               where IsFractional(declaration.Type) && IsMoney(file, declaration.Name.Text)
               select file.At(declaration.Name, $"{declaration.Name.Text} is a {declaration.Type}. Use long: cents, or whole credits.");
    }

    private static IEnumerable<(TypeSyntax? Type, SyntaxToken Name)> Declarations(SourceFile file) =>
        file.Syntax.DescendantNodes().SelectMany(IEnumerable<(TypeSyntax?, SyntaxToken)> (node) => node switch
        {
            ParameterSyntax parameter => [(parameter.Type, parameter.Identifier)],
            PropertyDeclarationSyntax property => [(property.Type, property.Identifier)],
            MethodDeclarationSyntax method => [(method.ReturnType, method.Identifier)],
            VariableDeclarationSyntax variables => variables.Variables.Select(variable => ((TypeSyntax?)variables.Type, variable.Identifier)),
            _ => [],
        });

    private static bool IsFractional(TypeSyntax? type) =>
        (type is NullableTypeSyntax nullable ? nullable.ElementType : type) is PredefinedTypeSyntax { Keyword: var keyword }
        && (keyword.IsKind(SyntaxKind.DoubleKeyword) || keyword.IsKind(SyntaxKind.FloatKeyword) || keyword.IsKind(SyntaxKind.DecimalKeyword));

    // The ledger and the wire hold nothing but durations in fractions; elsewhere it is the name that tells.
    private static bool IsMoney(SourceFile file, string name) =>
        file.IsIn("services/Credits/", "shared/Contracts/")
            ? !Duration().IsMatch(name)
            : MoneyName().IsMatch(name) && !ShownOnly().IsMatch(name);

    [GeneratedRegex("seconds|minutes|hours|duration|elapsed", RegexOptions.IgnoreCase)]
    private static partial Regex Duration();

    [GeneratedRegex("amount|cents|credit|balance|price|money|refund|total", RegexOptions.IgnoreCase)]
    private static partial Regex MoneyName();

    // A pack's price per credit is shown, never booked: $0.0333 has no whole number of cents. Nor have averages and rates.
    [GeneratedRegex("^(PricePerCredit|CentsPerDollar|AverageCredits|RefundRate)$", RegexOptions.IgnoreCase)]
    private static partial Regex ShownOnly();
}
