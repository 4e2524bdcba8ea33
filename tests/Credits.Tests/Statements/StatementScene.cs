namespace Credits.Tests.Statements;

/// <summary>A user with two grants and two spends, and their statement: header, four transactions, footer.</summary>
public sealed class StatementScene : IAsyncLifetime
{
    internal const string Path = "/api/v1/playground/credits/statement";

    private string user = "";

    internal CreditsApplication Credits { get; } = new();

    internal IReadOnlyList<string> Lines { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await Credits.InitializeAsync();
        user = await Credits.UserWithAsync(purchased: 20);
        // The first takes from both grants, and its text is no plain one.
        await SpendAsync(7, "größer \"als\" eins, 🙂");
        await SpendAsync(1, "");
        Lines = await ExportAsync(user);
    }

    public Task DisposeAsync() => Credits.DisposeAsync();

    internal async Task<IReadOnlyList<string>> ExportAsync(string of)
    {
        using var response = await Credits.ClientFor(of).GetAsync(Path);
        Assert.Equal("application/jsonl", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment; filename=\"credits-statement.jsonl\"", response.Content.Headers.GetValues("Content-Disposition").Single());
        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    internal Task<string> ChainHeadAsync() =>
        Credits.ScalarAsync<string>($"SELECT encode(chain_head, 'hex') FROM accounts WHERE user_id = '{user}'");

    private async Task SpendAsync(long amount, string description)
    {
        using var response = await CreditsApplication.PostSpendAsync(
            Credits.Playground(),
            new { userId = user, amount, sessionId = "session-1", description, metadata = new { model = "small", tokens = 812 } });
        response.EnsureSuccessStatusCode();
    }
}
