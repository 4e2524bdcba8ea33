using System.Security.Cryptography;
using System.Text;
using Credits.Statements;

namespace Credits.Tests.Statements;

/// <summary>What docs/STATEMENT.md tells a stranger is true.</summary>
public sealed class TheRecipeTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "STATEMENT.md"));

    [Fact]
    public async Task TheWorkedExample_IsAStatementThatFits() =>
        Assert.Null(await StatementCheck.FindFaultAsync(new StringReader(Block("json")), CancellationToken.None));

    [Fact]
    public void TheWorkedExamplesContent_HasItsHash()
    {
        var (content, hash) = (Block("text"), Block("text", 2));

        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData([.. new byte[32], .. Encoding.UTF8.GetBytes(content)])));
        Assert.Equal(hash, StrangersChain.HeadOf(Block("json").Split('\n')));
    }

    [Fact]
    public void TheFieldsStandInTheirOrder()
    {
        var row = Document.Split('\n').Single(line => line.StartsWith("| one for each", StringComparison.Ordinal));
        var places = StatementNames.Transaction.Select(name => row.IndexOf($"`{name}`", StringComparison.Ordinal)).ToList();

        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains(StatementNames.Format, Document, StringComparison.Ordinal);
    }

    private static string Block(string language, int number = 1) =>
        Document.Split($"```{language}\n")[number].Split("```")[0].TrimEnd('\n');
}
