using System.Globalization;
using System.Text;
using LoadTest.Load;

namespace LoadTest.Scenarios;

/// <summary>Spends one credit at a time, each request under its own Idempotency-Key.</summary>
internal sealed class SpendClient(LoadPlan plan, HttpConnection connection, Uri address, int number, Account[] accounts) : IClient
{
    private readonly HttpRequests requests = new(address);
    private readonly Random random = new(number);
    private readonly string run = Guid.CreateVersion7().ToString("n");
    private long count;

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var account = accounts[random.Next(accounts.Length)];
        var request = requests.Post(
            "/api/v1/playground/credits/spend", plan.SpendToken,
            $$"""{"userId":"{{account.UserId}}","amount":1,"sessionId":"bench","description":"Load test"}""",
            string.Create(CultureInfo.InvariantCulture, $"{run}-{count++}"));
        var status = await connection.SendAsync(request);
        if (status == 201)
        {
            return true;
        }
        Complaint = $"{status}: {connection.BodyText()}";
        return false;
    }

    public void Dispose() => connection.Dispose();
}

/// <summary>Holds ten credits and captures three of them: one iteration is both.</summary>
internal sealed class HoldClient(LoadPlan plan, HttpConnection connection, Uri address, int number) : IClient
{
    private const string Holds = "/api/v1/playground/credits/holds";

    private readonly HttpRequests requests = new(address);
    private readonly Random random = new(number);
    private readonly string run = Guid.CreateVersion7().ToString("n");
    private long count;

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var account = plan.Accounts[random.Next(plan.Accounts.Length)];
        var hold = requests.Post(
            Holds, plan.SpendToken, $$"""{"userId":"{{account.UserId}}","amount":10,"expiresInSeconds":600,"sessionId":"bench"}""", Key("h"));
        if (!await IsAsync(hold, 201))
        {
            return false;
        }
        var capture = requests.Post($"{Holds}/{HoldId()}/capture", plan.SpendToken, """{"amount":3}""", Key("c"));
        return await IsAsync(capture, 200);
    }

    public void Dispose() => connection.Dispose();

    private string Key(string step) => string.Create(CultureInfo.InvariantCulture, $"{run}-{step}{count++}");

    private async ValueTask<bool> IsAsync(ReadOnlyMemory<byte> request, int expected)
    {
        var status = await connection.SendAsync(request);
        if (status == expected)
        {
            return true;
        }
        Complaint = $"{status}: {connection.BodyText()}";
        return false;
    }

    private string HoldId()
    {
        var body = connection.Body.Span;
        var start = body.IndexOf("\"holdId\":\""u8) + "\"holdId\":\"".Length;
        return Encoding.ASCII.GetString(body.Slice(start, 36));
    }
}

/// <summary>Reads a page of each account in turn.</summary>
internal sealed class ReadClient(HttpConnection connection, Uri address, string path, Account[] accounts) : IClient
{
    private readonly HttpRequests requests = new(address);
    private int next = Random.Shared.Next(accounts.Length);

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var status = await connection.SendAsync(requests.Get(path, accounts[next++ % accounts.Length].Token));
        if (status == 200)
        {
            return true;
        }
        Complaint = $"{status}: {connection.BodyText()}";
        return false;
    }

    public void Dispose() => connection.Dispose();
}
