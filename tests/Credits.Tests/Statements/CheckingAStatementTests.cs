using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Credits.Statements;

namespace Credits.Tests.Statements;

/// <summary>What a user exported can be proved by anybody, and nothing in it changed without its line being named.</summary>
public sealed class CheckingAStatementTests(StatementScene scene) : IClassFixture<StatementScene>
{
    // The second spend: it has a predecessor and a successor.
    private const int SpendLine = 4;

    [Fact]
    public async Task AsItWasExported_ItFits()
    {
        Assert.Equal(6, scene.Lines.Count);
        Assert.Null(await CheckAsync(scene.Lines));
    }

    [Fact]
    public async Task OfNobody_ItFitsToo()
    {
        var lines = await scene.ExportAsync(CreditsApplication.NewUser());

        Assert.Equal(2, lines.Count);
        Assert.Null(await CheckAsync(lines));
    }

    public static TheoryData<int, string> Fields()
    {
        var fields = new TheoryData<int, string>();
        Add(1, [.. StatementNames.Header, StatementNames.Hash]);
        Add(SpendLine, [.. StatementNames.Transaction, StatementNames.Hash]);
        Add(6, StatementNames.Footer);
        return fields;

        void Add(int line, IEnumerable<string> names)
        {
            foreach (var name in names)
            {
                fields.Add(line, name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task AChangedField_NamesItsLine(int line, string field)
    {
        foreach (var change in (Func<JsonNode?, JsonNode?>[])[Changed, _ => null])
        {
            var lines = scene.Lines.ToList();
            var content = JsonNode.Parse(lines[line - 1])!.AsObject();
            var changed = change(content[field]);
            if (changed?.ToJsonString() != content[field]?.ToJsonString())
            {
                content[field] = changed;
                lines[line - 1] = content.ToJsonString();
                Assert.Equal(line, (await CheckAsync(lines))?.Line);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task ARemovedOrAddedField_NamesItsLine(int line, string field)
    {
        var lines = scene.Lines.ToList();
        var content = JsonNode.Parse(lines[line - 1])!.AsObject();
        content.Remove(field);
        lines[line - 1] = content.ToJsonString();
        Assert.Equal(line, (await CheckAsync(lines))?.Line);

        content = JsonNode.Parse(scene.Lines[line - 1])!.AsObject();
        content["and" + field] = "more";
        lines[line - 1] = content.ToJsonString();
        Assert.Equal(line, (await CheckAsync(lines))?.Line);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task ARemovedRepeatedOrMovedLine_IsNamed(int line)
    {
        var without = scene.Lines.ToList();
        without.RemoveAt(line - 1);
        Assert.Equal(line, (await CheckAsync(without))?.Line);

        var twice = scene.Lines.ToList();
        twice.Insert(line, twice[line - 1]);
        Assert.Equal(line + 1, (await CheckAsync(twice))?.Line);

        var swapped = scene.Lines.ToList();
        var other = line == 6 ? 5 : line + 1;
        (swapped[line - 1], swapped[other - 1]) = (swapped[other - 1], swapped[line - 1]);
        Assert.Equal(Math.Min(line, other), (await CheckAsync(swapped))?.Line);
    }

    [Fact]
    public async Task ATruncatedFile_IsNamedWhereItEnds()
    {
        var whole = string.Join('\n', scene.Lines) + "\n";
        for (var length = 0; length < whole.Length - 1; length += 7)
        {
            var fault = await StatementCheck.FindFaultAsync(new StringReader(whole[..length]), CancellationToken.None);
            Assert.Equal(whole[..length].Count(letter => letter == '\n') + 1, fault?.Line);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"description\":\"\\ud800\"}")]
    [InlineData("{\"sequence\":3,\"sequence\":3}")]
    public async Task WhatIsNoStatementsLine_IsNamed(string line) =>
        Assert.Equal(SpendLine, (await CheckAsync([.. scene.Lines.Take(SpendLine - 1), line, .. scene.Lines.Skip(SpendLine)]))?.Line);

    [Fact]
    public async Task AnotherProgram_MadeFromTheRecipeAlone_FindsTheSameChain()
    {
        var header = JsonDocument.Parse(scene.Lines[0]).RootElement;
        var head = StrangersChain.HeadOf(scene.Lines);

        Assert.Equal(header.GetProperty("chainHead").GetString(), head);
        Assert.Equal(await scene.ChainHeadAsync(), head);
    }

    [Fact]
    public async Task WithoutAToken_NobodyGetsOne()
    {
        using var response = await scene.Credits.Anonymous().GetAsync(StatementScene.Path);

        await Expect.ProblemAsync(response, HttpStatusCode.Unauthorized, "unauthenticated");
    }

    private static Task<StatementFault?> CheckAsync(IEnumerable<string> lines) =>
        StatementCheck.FindFaultAsync(new StringReader(string.Join('\n', lines) + "\n"), CancellationToken.None);

    private static JsonNode Changed(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Number => value.GetValue<long>() + 1,
        JsonValueKind.True => false,
        JsonValueKind.String => Changed(value.GetValue<string>()),
        _ => "something",
    };

    private static string Changed(string text) => text.Length == 0 ? " " : (text[0] == '0' ? '1' : '0') + text[1..];
}
