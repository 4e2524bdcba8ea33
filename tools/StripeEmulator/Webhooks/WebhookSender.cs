using System.Net.Http.Headers;
using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Webhooks;

/// <summary>Makes one attempt: renders the event as it stands, signs it afresh, posts it, and says what came of it.</summary>
internal sealed class WebhookSender(StripeState state, EmulatorClock clock, EmulatorSettings settings, TimeProvider time) : IDisposable
{
    private const string UserAgent = "Stripe/1.0 (+https://stripe.com/docs/webhooks)";
    private const long ResponseBytesMax = 64 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = ResponseBytesMax,
    };

    public async Task<DeliveryAttempt> SendAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var (status, problem) = await PostAsync(delivery, cancellationToken);
        return new DeliveryAttempt(
            delivery.Event.Id,
            delivery.Event.Type,
            delivery.Endpoint.Id,
            delivery.Endpoint.Url,
            delivery.Attempt,
            startedAt,
            time.GetElapsedTime(started).TotalMilliseconds,
            status,
            problem);
    }

    public void Dispose() => _http.Dispose();

    private async Task<(int? Status, string? Problem)> PostAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var request = Request(delivery);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(settings.AttemptTimeout);
        try
        {
            using var response = await _http.SendAsync(request, deadline.Token);
            return ((int)response.StatusCode, null);
        }
        catch (HttpRequestException failure)
        {
            return (null, failure.HttpRequestError.ToString());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"no answer within {settings.AttemptTimeout.TotalSeconds} s");
        }
    }

    private HttpRequestMessage Request(Delivery delivery)
    {
        Event current;
        lock (state.Gate)
        {
            // pending_webhooks moves; everything else in an event is as it was when it was created.
            current = state.Events.Find(delivery.Event.Id) ?? delivery.Event;
        }

        var body = ApiAnswer.Serialize(EventJson.Render(current, delivery.Endpoint.Version ?? current.Version));
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Endpoint.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "*/*; q=0.5, application/xml");
        request.Headers.TryAddWithoutValidation(
            WebhookSignature.HeaderName, WebhookSignature.Header(clock.WallSeconds, body, delivery.Endpoint.Secrets));
        return request;
    }
}
