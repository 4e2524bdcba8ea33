using System.Net.Mime;
using System.Text.Json;
using Contracts;
using Messaging;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using ServiceDefaults;
using WebhookIngress.Translation;

namespace WebhookIngress;

/// <summary>POST /webhooks/stripe/credits: verify, translate, publish, and only then 200.</summary>
internal sealed class ReceiveStripeWebhook(
    IOptions<WebhookOptions> options,
    IOptions<TranslationOptions> translation,
    EventPublisher publisher,
    IngressMetrics metrics,
    ILogger<ReceiveStripeWebhook> logger)
{
    private const int RetryAfterSeconds = 5;

    private static readonly Utf8ContentHttpResult Accepted = TypedResults.Text(
        JsonSerializer.SerializeToUtf8Bytes(new WebhookReceived(true), JsonSerializerOptions.Web), MediaTypeNames.Application.Json);

    public async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var body = await BoundedBody.ReadAsync(context.Request, cancellationToken);
        if (body is null)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, ErrorCodes.PayloadTooLarge, "The request body is too large.");
        }
        // The wall clock, and not the one that development may move: the signature is about real time.
        var now = TimeProvider.System.GetUtcNow();
        var verdict = StripeSignature.Verify(
            body.Bytes.Span, context.Request.Headers[StripeSignature.HeaderName], options.Value.Keys, now);
        if (verdict != SignatureVerdict.Valid)
        {
            return Refuse(verdict);
        }
        try
        {
            using var json = JsonDocument.Parse(body.Bytes);
            var answer = await ReceiveAsync(StripeEvent.Read(json.RootElement), body.Bytes, context.Response, now);
            metrics.Took(TimeProvider.System.GetElapsedTime(started));
            return answer;
        }
        catch (Exception exception) when (exception is JsonException or MalformedEventException)
        {
            Log.Unreadable(logger, exception.Message);
            metrics.Received(null, ErrorCodes.PayloadMalformed);
            return Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.PayloadMalformed, "The body is not an event that can be read.");
        }
    }

    private async Task<Results<Utf8ContentHttpResult, ProblemHttpResult>> ReceiveAsync(
        StripeEvent stripeEvent, ReadOnlyMemory<byte> body, HttpResponse response, DateTimeOffset now)
    {
        if (stripeEvent.IsLive != options.Value.IsLive)
        {
            Log.OtherMode(logger, stripeEvent.Id, stripeEvent.Type, stripeEvent.IsLive);
            metrics.Received(stripeEvent.Type, ErrorCodes.LivemodeMismatch);
            return Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.LivemodeMismatch, "The event is of Stripe's other mode.");
        }
        var translated = EventTranslation.Translate(stripeEvent, translation.Value);
        try
        {
            await publisher.PublishAsync(stripeEvent, translated, body);
        }
        catch (PublishNotConfirmedException exception)
        {
            Log.NotConfirmed(logger, stripeEvent.Id, stripeEvent.Type, exception.Message);
            metrics.Received(stripeEvent.Type, ErrorCodes.BrokerUnavailable);
            response.Headers.RetryAfter = $"{RetryAfterSeconds}";
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, ErrorCodes.BrokerUnavailable, "The event could not be handed on. Send it again.");
        }
        metrics.Received(stripeEvent.Type, translated.Outcome);
        metrics.Late(now - stripeEvent.CreatedAt);
        return Answer(stripeEvent, translated);
    }

    private Results<Utf8ContentHttpResult, ProblemHttpResult> Answer(StripeEvent stripeEvent, TranslatedEvent translated)
    {
        if (translated.Outcome == StripeEventOutcome.Malformed)
        {
            Log.Malformed(logger, stripeEvent.Id, stripeEvent.Type, translated.Detail!);
            return Problems.Of(
                StatusCodes.Status422UnprocessableEntity, ErrorCodes.EventMalformed, "The event is about something of ours and can't be understood.");
        }
        Log.Accepted(logger, stripeEvent.Id, stripeEvent.Type, translated.Outcome, translated.Messages.Count);
        return Accepted;
    }

    private ProblemHttpResult Refuse(SignatureVerdict verdict)
    {
        var (code, detail) = verdict switch
        {
            SignatureVerdict.Missing => (ErrorCodes.SignatureMissing, $"The {StripeSignature.HeaderName} header is missing."),
            SignatureVerdict.Malformed => (ErrorCodes.SignatureMalformed, $"The {StripeSignature.HeaderName} header can't be read."),
            SignatureVerdict.Stale => (ErrorCodes.SignatureStale, "The signature's time is too far from now."),
            _ => (ErrorCodes.SignatureInvalid, "The signature does not match."),
        };
        return Refuse(StatusCodes.Status400BadRequest, code, detail);
    }

    private ProblemHttpResult Refuse(int status, string code, string detail)
    {
        Log.Refused(logger, code);
        metrics.Received(null, code);
        return Problems.Of(status, code, detail);
    }
}

internal sealed record WebhookReceived(bool Received);

internal static class ReceiveStripeWebhookRoute
{
    // Anonymous to us; the signature is Stripe's authentication.
    public static void MapReceiveStripeWebhook(this RouteGroupBuilder group) =>
        group.MapPost("/stripe/credits", (HttpContext context, ReceiveStripeWebhook webhook, CancellationToken cancellationToken) =>
                webhook.HandleAsync(context, cancellationToken))
            .WithName(nameof(ReceiveStripeWebhook))
            .WithSummary("Receives Stripe's signed events")
            .WithMetadata(new RequestSizeLimitAttribute(BoundedBody.DrainBytesMax))
            .Produces<WebhookReceived>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AllowAnonymous();
}
