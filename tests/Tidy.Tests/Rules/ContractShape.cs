using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Tidy.Tests.Rules;

/// <summary>A message says what happened, and can grow without breaking who reads it.</summary>
internal static class ContractShape
{
    // What does not end in -ed and still is over.
    private static readonly string[] PastTense = ["Began", "Won", "Lost", "Withdrawn", "Sent", "Paid", "Spent", "Frozen", "Held", "Broken",
        "Low", "PastDue"];

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        if (!file.IsIn("shared/Contracts/"))
        {
            yield break;
        }
        foreach (var type in file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(IsPublic))
        {
            if (!type.HasStructuredTrivia)
            {
                yield return file.At(type.Identifier, $"{type.Identifier.Text} has no XML documentation. Say who publishes it and when.");
            }
            foreach (var finding in type.Modifiers.Any(SyntaxKind.StaticKeyword) ? [] : OfMessage(file, type))
            {
                yield return finding;
            }
        }
    }

    private static IEnumerable<Finding> OfMessage(SourceFile file, TypeDeclarationSyntax type)
    {
        var name = type.Identifier.Text;
        if (type is not RecordDeclarationSyntax || !type.Modifiers.Any(SyntaxKind.SealedKeyword) || type.BaseList is not null)
        {
            yield return file.At(type.Identifier, $"{name} must be a sealed record without a base.");
        }
        if (!name.EndsWith("ed", StringComparison.Ordinal) && !PastTense.Any(word => name.EndsWith(word, StringComparison.Ordinal)))
        {
            yield return file.At(type.Identifier, $"{name} is not in the past tense. A message is a fact; if it is one, add its word to the list.");
        }
        if (type.ParameterList is not null)
        {
            yield return file.At(type.Identifier, $"{name} has positional members. Write properties with init, so that members can be added.");
        }
        foreach (var property in type.Members.OfType<PropertyDeclarationSyntax>())
        {
            foreach (var fault in FaultsOf(property))
            {
                yield return file.At(property.Identifier, $"{name}.{property.Identifier.Text} {fault}");
            }
        }
    }

    private static IEnumerable<string> FaultsOf(PropertyDeclarationSyntax property)
    {
        if (!(property.AccessorList?.Accessors.Any(accessor => accessor.IsKind(SyntaxKind.InitAccessorDeclaration)) ?? false))
        {
            yield return "must be set by init: a message does not change.";
        }
        if (!property.Modifiers.Any(SyntaxKind.RequiredKeyword) && property.Type is not NullableTypeSyntax)
        {
            yield return "must be required, or nullable when it was added later.";
        }
        if (!property.HasStructuredTrivia)
        {
            yield return "has no XML documentation. Say unit and source.";
        }
    }

    private static bool IsPublic(TypeDeclarationSyntax type) => type.Modifiers.Any(SyntaxKind.PublicKeyword);
}
