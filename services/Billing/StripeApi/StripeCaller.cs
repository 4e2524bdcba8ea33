using Stripe;

namespace Billing.StripeApi;

/// <summary>Every call to Stripe goes through here, so that every failure comes out in our terms.</summary>
internal sealed class StripeCaller(StripeClient client)
{
    /// <exception cref="StripeUnavailableException">No answer; the call may have taken effect.</exception>
    /// <exception cref="StripeRefusedException">A definite no.</exception>
    public async Task<T> CallAsync<T>(Func<V1Services, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            return await call(client.V1, cancellationToken);
        }
        catch (Exception exception) when (StripeErrors.Translate(exception) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>Asks Stripe for something as it stands, as JSON: its typed objects are made for one API version and lie about others.</summary>
    /// <exception cref="StripeUnavailableException">No answer.</exception>
    /// <exception cref="StripeRefusedException">A definite no.</exception>
    public async Task<string> GetJsonAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.RawRequestAsync(HttpMethod.Get, path, cancellationToken: cancellationToken)).Content;
        }
        catch (Exception exception) when (StripeErrors.Translate(exception) is { } failure)
        {
            throw failure;
        }
    }

    /// <summary>What a POST carries so that Stripe takes it once, however often it is sent.</summary>
    public static RequestOptions Once(string idempotencyKey) => new() { IdempotencyKey = idempotencyKey };
}
