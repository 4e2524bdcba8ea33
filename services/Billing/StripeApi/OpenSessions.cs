namespace Billing.StripeApi;

/// <summary>Closes Checkout sessions that nobody shall pay any more.</summary>
internal sealed class OpenSessions(StripeCaller stripe, ILogger<OpenSessions> logger)
{
    /// <summary>Refused when it was paid or closed before: whoever looks at it next sees which.</summary>
    public async Task ExpireAsync(string sessionId, CancellationToken cancellationToken)
    {
        try
        {
            await stripe.CallAsync(
                (api, token) => api.Checkout.Sessions.ExpireAsync(sessionId, null, StripeCaller.Once($"expire:{sessionId}"), token),
                cancellationToken);
        }
        catch (StripeRefusedException)
        {
            Log.CheckoutNotExpired(logger, sessionId);
        }
    }
}
