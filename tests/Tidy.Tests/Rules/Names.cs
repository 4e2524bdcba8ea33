using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests.Rules;

/// <summary>A name says what a thing is for, not that it has something to do with something.</summary>
internal static class Names
{
    private static readonly string[] SaysNothing =
        ["Extensions", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Manager", "Services"];

    public static IEnumerable<Finding> CheckNames(SourceFile file)
    {
        if (Ending(Path.GetFileNameWithoutExtension(file.Name)) is { } fileEnding)
        {
            yield return file.At(1, $"the file's name ends in {fileEnding}. Name it for what it does.");
        }
        foreach (var type in Types(file).Where(type => type is not DelegateDeclarationSyntax))
        {
            if (Ending(type.Identifier().Text) is { } ending)
            {
                yield return file.At(type.Identifier(), $"{type.Identifier().Text} ends in {ending}. Name it for what it does.");
            }
        }
    }

    public static IEnumerable<Finding> CheckSealing(SourceFile file) =>
        from type in Types(file)
        where type.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration && !type.Modifiers.Any(IsDecided)
        select file.At(type.Identifier(), $"{type.Identifier().Text} is open by oversight. Say sealed, static or abstract.");

    private static IEnumerable<MemberDeclarationSyntax> Types(SourceFile file) =>
        file.Syntax.DescendantNodes().Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax).Cast<MemberDeclarationSyntax>();

    private static SyntaxToken Identifier(this MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declared => declared.Identifier,
        DelegateDeclarationSyntax declared => declared.Identifier,
        _ => default,
    };

    private static bool IsDecided(SyntaxToken modifier) =>
        modifier.IsKind(SyntaxKind.SealedKeyword) || modifier.IsKind(SyntaxKind.StaticKeyword) || modifier.IsKind(SyntaxKind.AbstractKeyword);

    private static string? Ending(string name) => SaysNothing.FirstOrDefault(word => name.EndsWith(word, StringComparison.Ordinal));
}
