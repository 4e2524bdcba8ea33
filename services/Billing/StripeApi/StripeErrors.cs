using System.Net;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Timeout;
using Stripe;

namespace Billing.StripeApi;

/// <summary>Stripe did not answer, or asked to be asked later. The call may have taken effect: repeat it under the same key.</summary>
internal sealed class StripeUnavailableException(string reason, Exception innerException) : Exception(reason, innerException);

/// <summary>Stripe understood the request and will not do it. Nothing was made.</summary>
internal sealed class StripeRefusedException(StripeException refusal)
    : Exception($"Stripe refused: {refusal.StripeError?.Type} {refusal.StripeError?.Code}", refusal)
{
    private const string ResourceMissing = "resource_missing";
    private const string CustomerParameter = "customer";

    /// <summary>The customer named in the request was deleted at Stripe.</summary>
    public bool IsMissingCustomer => IsMissing && refusal.StripeError.Param == CustomerParameter;

    /// <summary>Something named in the request is not there, or no more.</summary>
    public bool IsMissing => refusal.StripeError is { Code: ResourceMissing };

    public int Status => (int)refusal.HttpStatusCode;

    public StripeError? Error => refusal.StripeError;

    public string? RequestId => refusal.StripeResponse?.RequestId;
}

/// <summary>The one place that says what each failure of a call means.</summary>
internal static class StripeErrors
{
    /// <summary>The failure in our terms; null for one that has nothing to do with Stripe.</summary>
    public static Exception? Translate(Exception exception) => exception switch
    {
        StripeException stripe when IsRefusal(stripe) => new StripeRefusedException(stripe),
        StripeException stripe => new StripeUnavailableException($"status {(int)stripe.HttpStatusCode}", stripe),
        HttpRequestException or IOException => new StripeUnavailableException("the connection failed", exception),
        TimeoutRejectedException late => new StripeUnavailableException("no answer in time", late),
        BrokenCircuitException open => new StripeUnavailableException("the circuit is open", open),
        RateLimiterRejectedException full => new StripeUnavailableException("too many calls at once", full),
        ExecutionRejectedException rejected => new StripeUnavailableException("the call was rejected", rejected),
        _ => null,
    };

    // A conflict is a twin of this request still running; an answer without a status is no answer.
    private static bool IsRefusal(StripeException exception) => exception.HttpStatusCode
        is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
        and not HttpStatusCode.RequestTimeout and not HttpStatusCode.Conflict and not HttpStatusCode.TooManyRequests;
}
