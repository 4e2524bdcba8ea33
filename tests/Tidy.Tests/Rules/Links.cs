using System.Text.RegularExpressions;

namespace Tidy.Tests.Rules;

/// <summary>A link in the documents leads somewhere.</summary>
internal static partial class Links
{
    public static IEnumerable<Finding> Check(SourceFile document, Func<string, string?> readOrNull, Func<string, bool> exists)
    {
        for (var index = 0; index < document.Lines.Length; index++)
        {
            foreach (var target in Link().Matches(document.Lines[index]).Select(match => match.Groups["target"].Value))
            {
                if (!IsElsewhere(target) && Broken(document, target, readOrNull, exists) is { } reason)
                {
                    yield return document.At(index + 1, $"links to {target}: {reason}.");
                }
            }
        }
    }

    private static string? Broken(SourceFile document, string target, Func<string, string?> readOrNull, Func<string, bool> exists)
    {
        var parts = target.Split('#', 2);
        var folder = "/" + Path.GetDirectoryName(document.Path);
        var path = parts[0].Length == 0 ? document.Path : Path.GetRelativePath("/", Path.GetFullPath(parts[0], folder));
        if (!exists(path))
        {
            return "there is no such file";
        }
        var wanted = parts.Length > 1 && path.EndsWith(".md", StringComparison.Ordinal) ? parts[1] : null;
        return wanted is null || Anchors(readOrNull(path) ?? "").Contains(wanted) ? null : "there is no such heading";
    }

    // As the common hosts make them: lower case, no punctuation, hyphens for blanks.
    private static IEnumerable<string> Anchors(string markdown) =>
        Heading().Matches(markdown).Select(match =>
            Punctuation().Replace(match.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    private static bool IsElsewhere(string target) => target.Contains("://", StringComparison.Ordinal)
        || target.StartsWith("mailto:", StringComparison.Ordinal);

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)(\s+""[^""]*"")?\)|^\[[^\]]+\]:\s*(?<target>\S+)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\s_-]")]
    private static partial Regex Punctuation();
}
