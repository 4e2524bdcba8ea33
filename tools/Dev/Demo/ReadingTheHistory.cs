using System.Text.Json;
using Spectre.Console;

namespace Dev.Demo;

/// <summary>The user's own ledger, as a table; its last balance is the account's.</summary>
internal sealed class ReadingTheHistory : IChapter
{
    public string Title => "The ledger";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var history = await story.Browser.GetAsync($"{DemoStory.CreditsPath}/history", cancellationToken);
        var transactions = history.GetProperty("transactions").EnumerateArray().ToList();
        var table = new Table().AddColumn("When").AddColumn("What").AddColumn("")
            .AddColumn(new TableColumn("Credits").RightAligned()).AddColumn(new TableColumn("Balance").RightAligned());
        foreach (var transaction in transactions.AsEnumerable().Reverse())
        {
            table.AddRow(
                Markup.Escape(transaction.GetProperty("createdAt").GetDateTimeOffset().ToString("HH:mm:ss", null)),
                Markup.Escape(Text(transaction, "type")),
                Markup.Escape(Text(transaction, "description")),
                FormattableString.Invariant($"{transaction.GetProperty("amount").GetInt64():+0;-0}"),
                FormattableString.Invariant($"{transaction.GetProperty("balanceAfter").GetInt64()}"));
        }

        Output.Table(table);
        var sum = transactions.Sum(transaction => transaction.GetProperty("amount").GetInt64());
        DemoStory.Expect("the balance, as the sum of the ledger", sum, await story.BalanceAsync(cancellationToken));
        DemoStory.Tell(FormattableString.Invariant($"{transactions.Count} transactions sum up to the balance, {sum}"));
    }

    private static string Text(JsonElement transaction, string name) =>
        transaction.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
