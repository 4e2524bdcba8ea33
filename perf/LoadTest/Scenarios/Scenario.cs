using LoadTest.Baseline;
using LoadTest.Load;

namespace LoadTest.Scenarios;

/// <summary>One thing that is measured, and what it is measured against.</summary>
/// <param name="Name">As it is asked for.</param>
/// <param name="Does">For the report.</param>
/// <param name="Baseline">The least possible work for the same effect, by pgbench.</param>
/// <param name="Writes">True when the ledger has to be proved afterwards.</param>
/// <param name="Client">A client of the scenario on the connection with this number.</param>
internal sealed record Scenario(
    string Name, string Does, PgbenchScript Baseline, bool Writes, Func<LoadPlan, HttpConnection, Uri, int, IClient> Client)
{
    private const string Credits = "/api/v1/playground/credits";

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("spend", "POST /credits/spend, spread over all accounts", PgbenchScript.Spread, true,
            (plan, connection, address, number) => new SpendClient(plan, connection, address, number, plan.Accounts)),
        new("hot", "POST /credits/spend on one account", PgbenchScript.Hot, true,
            (plan, connection, address, number) => new SpendClient(plan, connection, address, number, [plan.Accounts[0]])),
        new("holds", "POST /credits/holds and its capture, spread over all accounts", PgbenchScript.Spread, true,
            (plan, connection, address, number) => new HoldClient(plan, connection, address, number)),
        new("balance", "GET /credits of all accounts", PgbenchScript.ReadOne, false,
            (plan, connection, address, _) => new ReadClient(connection, address, Credits, plan.Accounts)),
        new("history", "GET /credits/history, 50 of 10,000 transactions", PgbenchScript.ReadPage, false,
            (plan, connection, address, _) => new ReadClient(connection, address, $"{Credits}/history?limit=50", [plan.HistoryAccount])),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(scenario => scenario.Name)];
}
