using System.Diagnostics;
using System.Net;

namespace LoadTest.Webhooks;

/// <summary>Posts at an even pace, however long the answers take, as Stripe does.</summary>
internal sealed class PacedSender(WebhookTarget target, PreparedPayments payments, Acceptances acceptances) : IDisposable
{
    private const int ConnectionsMax = 64;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = ConnectionsMax })
    {
        BaseAddress = new Uri(target.IngressUrl),
    };

    /// <returns>How many were accepted, and how many were not.</returns>
    public async Task<(long Accepted, long Refused)> RunAsync(double perSecond, int seconds, CancellationToken cancellationToken)
    {
        var answers = new List<Task<bool>>();
        var start = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Tick);
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds && await timer.WaitForNextTickAsync(cancellationToken))
        {
            while (answers.Count < Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond)
            {
                answers.Add(PostAsync(payments.Take(), cancellationToken));
            }
        }
        var accepted = (await Task.WhenAll(answers)).LongCount(isAccepted => isAccepted);
        return (accepted, answers.Count - accepted);
    }

    public void Dispose() => http.Dispose();

    private async Task<bool> PostAsync(long number, CancellationToken cancellationToken)
    {
        var signed = new SignedEvent(payments, target.Secret);
        var signature = signed.Write(number);
        using var request = new HttpRequestMessage(HttpMethod.Post, WebhookClient.Path) { Content = new ReadOnlyMemoryContent(signed.Body) };
        request.Headers.TryAddWithoutValidation("Stripe-Signature", signature);
        using var answer = await http.SendAsync(request, cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            return false;
        }
        acceptances.Add(number);
        return true;
    }
}
