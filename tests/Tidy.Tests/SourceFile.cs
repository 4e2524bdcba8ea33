using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Tidy.Tests;

/// <summary>One file: its path from the root, its lines, and for C# its syntax.</summary>
internal sealed record SourceFile(string Path, string Content)
{
    private readonly Lazy<SyntaxNode> syntax = new(() =>
        CSharpSyntaxTree.ParseText(Content, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot());

    public string Name => System.IO.Path.GetFileName(Path);

    public string[] Lines { get; } = Content.TrimEnd('\n').Split('\n');

    public bool IsMigration => Path.Contains("/Migrations/", StringComparison.Ordinal);

    public bool IsTest => IsIn("tests/");

    public SyntaxNode Syntax => syntax.Value;

    public bool IsIn(params string[] folders) =>
        folders.Any(folder => Path.StartsWith(folder, StringComparison.Ordinal));

    public Finding At(int line, string message) => new(Path, line, message);

    public Finding At(SyntaxNode node, string message) => At(LineOf(node), message);

    public Finding At(SyntaxToken token, string message) =>
        At(token.GetLocation().GetLineSpan().StartLinePosition.Line + 1, message);

    /// <summary>Lines from the first to the last, attributes and documentation comments aside.</summary>
    public static int LengthOf(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static int LineOf(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
