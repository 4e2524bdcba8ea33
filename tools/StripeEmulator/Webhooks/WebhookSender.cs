using System.Net.Http.Headers;
using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Webhooks;

/// <summary>Makes one attempt: renders the event as it stands, signs it afresh, posts it, and says what came of it.</summary>
internal sealed class WebhookSender(StripeState state, EmulatorClock clock, EmulatorSettings settings, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async Task<DeliveryAttempt> SendAsync(Delivery delivery, WebhookEndpoint endpoint, CancellationToken cancellationToken)
    {
        var startedAt = time.GetUtcNow();
        var started = time.GetTimestamp();
        var body = Body(delivery, endpoint);
        var signature = WebhookSignature.Header(clock.WallSeconds, body, endpoint.SecretsAt(clock.WallSeconds));
        var outcome = await PostAsync(Request(endpoint, body, signature), cancellationToken);
        return new DeliveryAttempt
        {
            EventId = delivery.Event.Id,
            EventType = delivery.Event.Type,
            EndpointId = endpoint.Id,
            Url = endpoint.Url.OriginalString,
            Attempt = delivery.Attempt,
            StartedAt = startedAt,
            DurationMs = time.GetElapsedTime(started).TotalMilliseconds,
            Status = outcome.Status,
            Problem = outcome.Problem,
            Signature = signature,
            Answer = outcome.Answer,
        };
    }

    public void Dispose() => _http.Dispose();

    private async Task<Outcome> PostAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var owned = request;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(settings.AttemptTimeout);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
            return new Outcome((int)response.StatusCode, Problem: null, await AnswerAsync(response, deadline.Token));
        }
        catch (HttpRequestException failure)
        {
            return new Outcome(Status: null, failure.HttpRequestError.ToString(), Answer: null);
        }
        catch (IOException)
        {
            return new Outcome(Status: null, "the answer broke off", Answer: null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Outcome(Status: null, $"no answer within {settings.AttemptTimeout.TotalSeconds} s", Answer: null);
        }
    }

    /// <summary>Reads as much of the body as is kept, and one byte more to know whether that was all.</summary>
    private static async Task<AttemptAnswer> AnswerAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var buffer = new byte[AttemptAnswer.BodyBytesMax + 1];
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        var kept = Math.Min(length, AttemptAnswer.BodyBytesMax);
        return AttemptAnswer.Of(
            buffer.AsSpan(0, kept),
            length > kept,
            response.Headers.Concat(response.Content.Headers).Select(header => KeyValuePair.Create(header.Key, string.Join(", ", header.Value))));
    }

    private byte[] Body(Delivery delivery, WebhookEndpoint endpoint)
    {
        Event current;
        lock (state.Gate)
        {
            // pending_webhooks moves; everything else in an event is as it was when it was created.
            current = state.Events.Find(delivery.Event.Id) ?? delivery.Event;
        }

        return ApiAnswer.Serialize(EventJson.Render(current, endpoint.Version ?? current.Version));
    }

    private static HttpRequestMessage Request(WebhookEndpoint endpoint, byte[] body, string signature)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
        };
        request.Headers.TryAddWithoutValidation("User-Agent", WebhookHeaders.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", WebhookHeaders.Accept);
        request.Headers.TryAddWithoutValidation(WebhookSignature.HeaderName, signature);
        return request;
    }

    private sealed record Outcome(int? Status, string? Problem, AttemptAnswer? Answer);
}
