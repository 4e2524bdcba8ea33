using System.Text.RegularExpressions;

namespace Reliability.Storage;

/// <summary>Patterns of LIKE for texts that people typed: what they typed stands for itself.</summary>
public static class LikePattern
{
    /// <summary>To be given to LIKE with each pattern.</summary>
    public const string Escape = @"\";

    public static string Containing(string text) => $"%{Literally(text)}%";

    public static string BeginningWith(string text) => $"{Literally(text)}%";

    private static string Literally(string text) => Regex.Replace(text, @"[\\%_]", @"\$0");
}
