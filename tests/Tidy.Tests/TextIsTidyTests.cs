using Tidy.Tests.Rules;

namespace Tidy.Tests;

public sealed class TextIsTidyTests
{
    [Fact]
    public void NothingIsLeftToDo() => Findings.AssertNone(Repository.Text.SelectMany(UnfinishedWork.Check));

    [Fact]
    public void NoWordLeadsOutOfTheProduct() => Findings.AssertNone(Repository.Text.SelectMany(BannedWords.Check));

    [Fact]
    public void EveryLinkLeadsSomewhere() =>
        Findings.AssertNone(Repository.Text
            .Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal))
            .SelectMany(document => Links.Check(document, ReadOrNull, Exists)));

    private static bool Exists(string path) => Path.Exists(Path.Combine(Repository.Root, path));

    private static string? ReadOrNull(string path) => Repository.Text.SingleOrDefault(file => file.Path == path)?.Content;
}
