using System.Text.RegularExpressions;

namespace Tidy.Tests.Rules;

/// <summary>What is here is done; what is not done is not here.</summary>
internal static partial class UnfinishedWork
{
    // The words are split, so that this file keeps its own rule.
    private static readonly Regex Mark = new(@"\b(TO" + @"DO|FIX" + @"ME|XX" + @"X|HA" + @"CK)\b");
    private static readonly Regex NotThere = new("NotImplemented" + "Exception");

    public static IEnumerable<Finding> Check(SourceFile file)
    {
        for (var index = 0; index < file.Lines.Length; index++)
        {
            if (Mark.Match(file.Lines[index]) is { Success: true } mark)
            {
                yield return file.At(index + 1, $"says {mark.Value}. Do it, or take it out.");
            }
            if (NotThere.IsMatch(file.Lines[index]))
            {
                yield return file.At(index + 1, "throws that it is not implemented. Implement it, or take it out.");
            }
        }
    }
}
