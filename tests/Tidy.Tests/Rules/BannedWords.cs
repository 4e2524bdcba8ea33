using System.Text.RegularExpressions;

namespace Tidy.Tests.Rules;

/// <summary>Nothing here depends on, or tells of, the machine and the way it was written on.</summary>
internal static class BannedWords
{
    // Some words are split, so that this file keeps its own rule.
    private static readonly (Regex Word, string Advice)[] Banned =
    [
        (new Regex(@"(?<![\w.~-])/(root|work|Users|home/(?!app\b)\w+)/"), "a path of one machine. Write it from the root of the repository."),
        (new Regex("(nu" + @"get|npm" + @"js|pypi|deb\.debian|crates)\.(org|io)", RegexOptions.IgnoreCase), "a package registry's host. Leave it to the machine's settings."),
        (new Regex(@"\b(cla" + @"ude|anthro" + @"pic|chat" + @"gpt|copi" + @"lot)\b", RegexOptions.IgnoreCase), "an authoring tool. Write about the product."),
        (new Regex(@"\bAI[- ](gener" + @"ated|writ" + @"ten|assis" + @"ted)\b|co-auth" + "ored-by", RegexOptions.IgnoreCase), "how the text came about. Write about the product."),
    ];

    public static IEnumerable<Finding> Check(SourceFile file) =>
        from line in file.Lines.Index()
        from banned in Banned
        let match = banned.Word.Match(line.Item)
        where match.Success
        select file.At(line.Index + 1, $"\"{match.Value}\" is {banned.Advice}");
}
