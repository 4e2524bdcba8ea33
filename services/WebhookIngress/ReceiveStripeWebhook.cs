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
    IOptions<WebhookOptions> options, ConfirmedPublisher publisher, IngressMetrics metrics, ILogger<ReceiveStripeWebhook> logger)
{
    private const int RetryAfterSeconds = 5;
    private const string NotOurs = "not_ours";
    private const string Unhandled = "unhandled";
    private const string AcceptedOutcome = "accepted";

    public async Task<Results<Ok<WebhookReceived>, ProblemHttpResult>> HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        if (await BoundedBody.ReadAsync(context.Request, cancellationToken) is not { } body)
        {
            return Refuse(StatusCodes.Status413PayloadTooLarge, ErrorCodes.PayloadTooLarge, "The request body is too large.");
        }
        // The wall clock, and not the one that development may move: the signature is about real time.
        var now = TimeProvider.System.GetUtcNow();
        var verdict = StripeSignature.Verify(
            body, context.Request.Headers[StripeSignature.HeaderName], options.Value.Keys, now);
        if (verdict != SignatureVerdict.Valid)
        {
            return Refuse(verdict);
        }
        try
        {
            using var json = JsonDocument.Parse(body);
            var stripeEvent = StripeEvent.Read(json.RootElement);
            var answer = await PublishAsync(stripeEvent, context.Response, cancellationToken);
            metrics.Accepted(TimeProvider.System.GetElapsedTime(started), now - stripeEvent.CreatedAt);
            return answer;
        }
        catch (Exception exception) when (exception is JsonException or MalformedEventException)
        {
            Log.Malformed(logger, exception.Message);
            metrics.Received(null, ErrorCodes.PayloadMalformed);
            return Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.PayloadMalformed, "The body is not an event that can be read.");
        }
    }

    private async Task<Results<Ok<WebhookReceived>, ProblemHttpResult>> PublishAsync(
        StripeEvent stripeEvent, HttpResponse response, CancellationToken cancellationToken)
    {
        if (EventTranslation.Translate(stripeEvent) is not { } message)
        {
            return Acknowledge(stripeEvent, EventTranslation.IsHandled(stripeEvent.Type) ? NotOurs : Unhandled);
        }
        try
        {
            var messageId = DeterministicId.From($"{stripeEvent.Id}:{message.GetType().Name}");
            await publisher.PublishAsync(message, messageId, cancellationToken);
        }
        catch (PublishNotConfirmedException exception)
        {
            Log.NotConfirmed(logger, stripeEvent.Id, stripeEvent.Type, exception.Message);
            metrics.Received(stripeEvent.Type, ErrorCodes.BrokerUnavailable);
            response.Headers.RetryAfter = $"{RetryAfterSeconds}";
            return Problems.Of(
                StatusCodes.Status503ServiceUnavailable, ErrorCodes.BrokerUnavailable, "The event could not be handed on. Send it again.");
        }
        Log.Published(logger, stripeEvent.Id, stripeEvent.Type, message.GetType().Name);
        metrics.Received(stripeEvent.Type, AcceptedOutcome);
        return TypedResults.Ok(new WebhookReceived(true));
    }

    private Ok<WebhookReceived> Acknowledge(StripeEvent stripeEvent, string outcome)
    {
        Log.Acknowledged(logger, stripeEvent.Id, stripeEvent.Type, outcome);
        metrics.Received(stripeEvent.Type, outcome);
        return TypedResults.Ok(new WebhookReceived(true));
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
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AllowAnonymous();
}
