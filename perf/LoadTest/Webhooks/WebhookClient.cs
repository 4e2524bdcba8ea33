using LoadTest.Load;

namespace LoadTest.Webhooks;

/// <summary>Reports one payment after the other as Stripe does.</summary>
internal sealed class WebhookClient(HttpConnection connection, PreparedPayments payments, SignedRequests requests, Acceptances acceptances) : IClient
{
    public const string Path = "/api/v1/playground/webhooks/stripe/credits";

    private readonly SignedEvent buffer = requests.NewBuffer();

    public string? Complaint { get; private set; }

    public async ValueTask<bool> IterateAsync()
    {
        var number = payments.Take();
        var status = await connection.SendAsync(requests.Of(number, buffer));
        if (status == 200)
        {
            acceptances.Add(number);
            return true;
        }
        Complaint = $"{status}: {connection.BodyText()}";
        return false;
    }

    public void Dispose() => connection.Dispose();
}
