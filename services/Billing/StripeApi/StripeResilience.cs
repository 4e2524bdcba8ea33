using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Billing.StripeApi;

/// <summary>The one owner of retries towards Stripe. A retry is the same request under the same Idempotency-Key.</summary>
internal static class StripeResilience
{
    private const string ShouldRetryHeader = "Stripe-Should-Retry";
    private const double WholePercent = 100;

    /// <summary>From the outside in: the whole call's time, a turn, retries, the circuit, one attempt's time.</summary>
    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> pipeline, StripeApiOptions options) => pipeline
        .AddTimeout(TimeSpan.FromSeconds(options.TotalTimeoutSeconds))
        .AddConcurrencyLimiter(options.ConcurrencyMax, options.QueueMax)
        .AddRetry(Retry(options))
        .AddCircuitBreaker(CircuitBreaker(options))
        .AddTimeout(TimeSpan.FromSeconds(options.AttemptTimeoutSeconds));

    private static RetryStrategyOptions<HttpResponseMessage> Retry(StripeApiOptions options) => new()
    {
        MaxRetryAttempts = options.RetryCount,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = TimeSpan.FromMilliseconds(options.RetryDelayMilliseconds),
        ShouldHandle = attempt => ValueTask.FromResult(
            IsWorthRetrying(attempt.Outcome, TimeSpan.FromSeconds(options.RetryAfterSecondsMax))),
        // Null leaves the delay to the backoff.
        DelayGenerator = attempt => ValueTask.FromResult(RetryAfter(attempt.Outcome.Result)),
    };

    private static CircuitBreakerStrategyOptions<HttpResponseMessage> CircuitBreaker(StripeApiOptions options) => new()
    {
        FailureRatio = options.CircuitFailurePercent / WholePercent,
        MinimumThroughput = options.CircuitAttemptsMin,
        SamplingDuration = TimeSpan.FromSeconds(options.CircuitSamplingSeconds),
        BreakDuration = TimeSpan.FromSeconds(options.CircuitBreakSeconds),
        // 409 and 429 are about our requests, not about Stripe's health.
        ShouldHandle = attempt => ValueTask.FromResult(
            IsLostConnection(attempt.Outcome.Exception) || attempt.Outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError }),
    };

    private static bool IsWorthRetrying(Outcome<HttpResponseMessage> outcome, TimeSpan retryAfterMax)
    {
        if (outcome.Result is not { } response)
        {
            return IsLostConnection(outcome.Exception);
        }
        return ShouldRetry(response) && RetryAfter(response).GetValueOrDefault() <= retryAfterMax;
    }

    // Stripe knows best; only when it says nothing does the status decide.
    private static bool ShouldRetry(HttpResponseMessage response) =>
        response.Headers.TryGetValues(ShouldRetryHeader, out var values) && bool.TryParse(values.FirstOrDefault(), out var shouldRetry)
            ? shouldRetry
            : response.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;

    private static bool IsLostConnection(Exception? exception) => exception is HttpRequestException or TimeoutRejectedException;

    // Stripe sends seconds; a date would need its clock.
    private static TimeSpan? RetryAfter(HttpResponseMessage? response) => response?.Headers.RetryAfter?.Delta;
}

/// <summary>Reads an answer to its end within the attempt, so that one that stops halfway is late and retried like any other.</summary>
internal sealed class WholeAnswer : DelegatingHandler
{
    private const long AnswerBytesMax = 4 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        await response.Content.LoadIntoBufferAsync(AnswerBytesMax, cancellationToken);
        return response;
    }
}
