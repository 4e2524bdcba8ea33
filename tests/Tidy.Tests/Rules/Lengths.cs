using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests.Rules;

/// <summary>Nothing grows so long that it can't be read in one go.</summary>
internal static class Lengths
{
    public const int FileLinesMax = 300;
    public const int MethodLinesMax = 70;
    public const int ProgramLinesMax = 35;
    public const int ConsumerLinesMax = 30;

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        if (file.IsMigration || IsEmulatorFixture(file))
        {
            return [];
        }
        return OfFile(file).Concat(OfMethods(file)).Concat(OfConsumers(file));
    }

    private static IEnumerable<Finding> OfFile(SourceFile file)
    {
        var limit = file.Name == "Program.cs" && file.IsIn("services/", "tools/StripeEmulator/") ? ProgramLinesMax : FileLinesMax;
        if (file.Lines.Length > limit)
        {
            yield return file.At(1, $"has {file.Lines.Length} lines, at most {limit}. Split it by use case.");
        }
    }

    private static IEnumerable<Finding> OfMethods(SourceFile file) =>
        from node in file.Syntax.DescendantNodes()
        where node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
        let length = SourceFile.LengthOf(node)
        where length > MethodLinesMax
        select file.At(node, $"this method has {length} lines, at most {MethodLinesMax}. Give its steps names of their own.");

    private static IEnumerable<Finding> OfConsumers(SourceFile file) =>
        from type in file.Syntax.DescendantNodes().OfType<ClassDeclarationSyntax>()
        where type.BaseList?.Types.Any(parent => parent.Type is GenericNameSyntax { Identifier.Text: "IConsumer" }) ?? false
        let length = SourceFile.LengthOf(type)
        where length > ConsumerLinesMax
        select file.At(type, $"the consumer {type.Identifier.Text} has {length} lines, at most {ConsumerLinesMax}. Call the slice, do not be it.");

    private static bool IsEmulatorFixture(SourceFile file) =>
        file.IsIn("tools/StripeEmulator/") && file.Path.Contains("/Fixtures/", StringComparison.Ordinal);
}
