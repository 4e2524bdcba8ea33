using System.Text.Json;
using LoadTest.Load;

namespace LoadTest.Stripe;

/// <summary>Creates a payment and confirms it, each with an idempotency key, as a shop's server does.</summary>
internal sealed class PaymentClient(HttpConnection connection, Uri address, string key) : IClient
{
    private const string Path = "/v1/payment_intents";

    private readonly HttpRequests requests = new(address);

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var created = await connection.SendAsync(Post(Path, "amount=2000&currency=usd&metadata[user_id]=ada"));
        if (created != 200 || IdOf(connection.Body) is not { } id)
        {
            return Wrong(created);
        }

        var confirmed = await connection.SendAsync(
            Post($"{Path}/{id}/confirm", "payment_method=pm_card_visa&return_url=https://shop.example.test/done"));
        return (confirmed == 200 && connection.BodyText().Contains("\"status\": \"succeeded\"", StringComparison.Ordinal)) || Wrong(confirmed);
    }

    public void Dispose() => connection.Dispose();

    private ReadOnlyMemory<byte> Post(string path, string form) => requests.PostForm(path, key, form, Guid.CreateVersion7().ToString("N"));

    private bool Wrong(int status)
    {
        Complaint = $"{status}: {connection.BodyText()}";
        return false;
    }

    private static string? IdOf(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        return json.RootElement.TryGetProperty("id", out var id) ? id.GetString() : null;
    }
}

/// <summary>Asks whether the server is up.</summary>
internal sealed class HealthClient(HttpConnection connection, Uri address, string key) : IClient
{
    public const string Path = "/_emulator/health";

    private readonly HttpRequests requests = new(address);

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var status = await connection.SendAsync(requests.Get(Path, key));
        Complaint = status == 200 ? null : $"{status}: {connection.BodyText()}";
        return status == 200;
    }

    public void Dispose() => connection.Dispose();
}
