using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Testing;

namespace EndToEnd.Tests;

/// <summary>Clients that spend known amounts under keys, and remember each answer: what was acknowledged must be there, once.</summary>
internal sealed class SpendingLoad : IDisposable
{
    private const int Clients = 24;
    private const string Path = "/api/v1/playground/credits/spend";

    // A process that is killed answers at once, by its broken connections; one that a busy machine makes slow answers later.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(60);

    private readonly string run = $"load-{Guid.CreateVersion7():n}";
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { Timeout = AnswerLimit };
    private readonly ConcurrentDictionary<string, Answered> answered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Order> unanswered = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> users;
    private long number;

    /// <param name="users">Whose credits; half of all spends are of the first.</param>
    /// <param name="token">With the scope to spend.</param>
    public SpendingLoad(IReadOnlyList<string> users, string token)
    {
        this.users = users;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public int AnsweredCount => answered.Count;

    public int UnansweredCount => unanswered.Count;

    public long CreditsOf(string user) => answered.Values.Where(answer => answer.Order.User == user).Sum(answer => answer.Order.Amount);

    public void Dispose() => http.Dispose();

    /// <summary>At full speed, each client on an address of its own, until it gets no answer, or as many were given as are asked for.</summary>
    public Task SpendAsync(IReadOnlyList<string> addresses, int count)
    {
        var end = AnsweredCount + count;
        return Task.WhenAll(Enumerable.Range(0, Clients).Select(client => SpendAsync(addresses[client % addresses.Count], end)));
    }

    /// <summary>Every request without an answer once more, under its key, until it has one.</summary>
    public async Task RepeatUnansweredAsync(string address)
    {
        foreach (var order in unanswered.Values)
        {
            await Eventually.Async(() => TryAsync(address, order));
        }
    }

    /// <summary>The same requests to all addresses at the same moment: one of them does it, and all say so.</summary>
    public async Task SpendTwiceAtOnceAsync(IReadOnlyList<string> addresses, int count)
    {
        foreach (var orders in Enumerable.Range(0, count).Select(_ => NextOrder()).Chunk(Clients))
        {
            await Task.WhenAll(orders.SelectMany(order => addresses.Select(address => Eventually.Async(() => TryAsync(address, order)))));
        }
    }

    /// <summary>What was acknowledged is in the ledger as it was acknowledged, and nothing else is.</summary>
    public async Task AssertBookedOnceAsync(RunningSystem system)
    {
        var acknowledged = JsonSerializer.Serialize(answered.Values.Select(
            answer => new { id = answer.TransactionId, user = answer.Order.User, amount = answer.Order.Amount, key = $"request:{answer.Order.Key}" }));
        var found = await system.CreditsAsync<long>(
            $"""
            SELECT count(*) FROM jsonb_to_recordset('{acknowledged}') AS told (id uuid, "user" text, amount bigint, key text)
            JOIN transactions t ON t.id = told.id AND t.user_id = told.user AND t.amount = -told.amount AND t.idempotency_key = told.key
            """);
        Assert.Equal(answered.Count, found);
        Assert.Equal(answered.Count, await system.CreditsAsync<long>($"SELECT count(*) FROM transactions WHERE idempotency_key LIKE 'request:{run}-%'"));
    }

    private async Task SpendAsync(string address, int end)
    {
        while (AnsweredCount < end && await TryAsync(address, NextOrder()))
        {
        }
    }

    private Order NextOrder()
    {
        var next = Interlocked.Increment(ref number);
        var user = next % 2 == 0 ? users[0] : users[(int)(next / 2 % users.Count)];
        return new Order($"{run}-{next}", user, 1 + (next % 5));
    }

    /// <returns>False when there was no answer, so that nobody knows whether it was done.</returns>
    private async Task<bool> TryAsync(string address, Order order)
    {
        unanswered.TryAdd(order.Key, order);
        using var request = new HttpRequestMessage(HttpMethod.Post, address + Path);
        request.Content = JsonContent.Create(new { userId = order.User, amount = order.Amount });
        request.Headers.Add("Idempotency-Key", order.Key);
        try
        {
            using var answer = await http.SendAsync(request);
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.Conflict)
            {
                return false;
            }
            Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{order} was answered {(int)answer.StatusCode} {body}");
            Remember(order, JsonDocument.Parse(body).RootElement.GetProperty("transactionId").GetGuid());
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException or IOException)
        {
            return false;
        }
    }

    private void Remember(Order order, Guid transactionId)
    {
        var first = answered.GetOrAdd(order.Key, new Answered(order, transactionId));
        Assert.Equal(first.TransactionId, transactionId);
        unanswered.TryRemove(order.Key, out _);
    }

    private sealed record Order(string Key, string User, long Amount);

    private sealed record Answered(Order Order, Guid TransactionId);
}
