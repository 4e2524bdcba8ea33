using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using LoadTest.Load;

namespace LoadTest.Scenarios;

/// <summary>Makes the accounts and what the scenarios need of them, through the API as anybody would.</summary>
internal static class Preparation
{
    private const long CreditsEach = 100_000_000;
    private const int HistoryTransactions = 10_000;
    private const int Connections = 16;

    public static async Task FundAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri(plan.CreditsUrls[0]) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", plan.AdminToken);
        var limit = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(plan.Accounts.Append(plan.HistoryAccount), limit, async (account, token) =>
        {
            using var answer = await http.PostAsJsonAsync(
                "/api/v1/admin/credits/grant", new { userId = account.UserId, amount = CreditsEach, reason = "Load test" }, token);
            if (answer.StatusCode != HttpStatusCode.Created)
            {
                throw new InvalidOperationException(
                    $"An account could not be funded: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(token)}");
            }
        });
    }

    /// <summary>Gives an account a history of as many transactions as a page is taken out of.</summary>
    public static async Task FillHistoryAsync(LoadPlan plan, CancellationToken cancellationToken)
    {
        var address = new Uri(plan.CreditsUrls[0]);
        await Task.Run(
            () =>
            {
                var loop = new SocketLoop();
                loop.Run(Enumerable.Range(0, Connections).Select(number => (Func<Task>)(() => SpendAsync(plan, loop, address, number))));
            },
            cancellationToken);
    }

    private static async Task SpendAsync(LoadPlan plan, SocketLoop loop, Uri address, int number)
    {
        using var client = new SpendClient(plan, new HttpConnection(address, loop), address, number, [plan.HistoryAccount]);
        for (var count = 0; count < HistoryTransactions / Connections; count++)
        {
            if (!await client.IterateAsync())
            {
                throw new InvalidOperationException($"The history could not be made: {client.Complaint}");
            }
        }
    }
}
