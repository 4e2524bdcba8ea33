using System.Globalization;
using Spectre.Console;

namespace Dev.Demo;

/// <summary>The user's own ledger, as a table; its last balance is the account's.</summary>
internal sealed class ReadingTheHistory : IChapter
{
    public string Title => "The ledger";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        var history = await story.Browser.GetAsync($"{DemoStory.CreditsPath}/history", cancellationToken);
        var transactions = history.List("transactions");
        var table = new Table().AddColumn("When").AddColumn("What").AddColumn("")
            .AddColumn(new TableColumn("Credits").RightAligned()).AddColumn(new TableColumn("Balance").RightAligned());
        foreach (var transaction in transactions.Reverse())
        {
            table.AddRow(
                Markup.Escape(transaction.Time("createdAt").ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
                Markup.Escape(transaction.Text("type")),
                Markup.Escape(transaction.TextOrNothing("description")),
                FormattableString.Invariant($"{transaction.Number("amount"):+0;-0}"),
                FormattableString.Invariant($"{transaction.Number("balanceAfter")}"));
        }

        Output.Table(table);
        var sum = transactions.Sum(transaction => transaction.Number("amount"));
        DemoStory.Expect("the balance, as the sum of the ledger", sum, await story.BalanceAsync(cancellationToken));
        DemoStory.Tell(FormattableString.Invariant($"{transactions.Count} transactions sum up to the balance, {sum}"));
    }
}
