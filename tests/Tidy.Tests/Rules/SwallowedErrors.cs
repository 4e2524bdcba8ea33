using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests.Rules;

/// <summary>Who catches an error names it and does something about it.</summary>
internal static class SwallowedErrors
{
    public static IEnumerable<Finding> Check(SourceFile file)
    {
        foreach (var clause in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>())
        {
            if (clause.Block.Statements.Count == 0 && !SaysWhy(clause))
            {
                yield return file.At(clause, "swallows the error. Handle it, or say in the block why nothing is to be done.");
            }
            if (CatchesAll(clause) && !Rethrows(clause))
            {
                yield return file.At(clause, "catches whatever comes. Name what you can handle; the rest goes to the one handler.");
            }
        }
    }

    private static bool SaysWhy(CatchClauseSyntax clause) =>
        clause.Block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));

    private static bool CatchesAll(CatchClauseSyntax clause) =>
        clause.Filter is null && clause.Declaration?.Type.ToString() is null or "Exception" or "System.Exception";

    private static bool Rethrows(CatchClauseSyntax clause) =>
        clause.Block.DescendantNodes().Any(node => node is ThrowStatementSyntax or ThrowExpressionSyntax);
}
