using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Stripe;

namespace Billing.Healing;

/// <summary>What the ingress said to an event: null when it took it, else the code of its refusal.</summary>
internal sealed record Handover(string? RefusedWith)
{
    public bool IsAccepted => RefusedWith is null;
}

/// <summary>The ingress, or the broker behind it, is away. What was handed over may have arrived: send it again.</summary>
internal sealed class IngressUnavailableException(string reason, Exception? innerException = null) : Exception(reason, innerException);

/// <summary>Sends an event in by the way that Stripe uses: a signed POST. So what an event means is said in one place, the ingress.</summary>
internal sealed class IngressDoor(HttpClient http, IOptions<IngressSettings> settings)
{
    private const string SignatureHeader = "Stripe-Signature";

    /// <returns>When accepted, the broker has confirmed all that the event became.</returns>
    /// <exception cref="IngressUnavailableException">Nobody took it, or nobody knows.</exception>
    public async Task<Handover> HandOverAsync(string body, CancellationToken cancellationToken)
    {
        using var request = Signed(body);
        using var response = await SendAsync(request, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => new Handover(RefusedWith: null),
            HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                throw new IngressUnavailableException($"the ingress answered {(int)response.StatusCode}"),
            _ => new Handover(await CodeOfAsync(response, cancellationToken)),
        };
    }

    private HttpRequestMessage Signed(string body)
    {
        // The wall clock, and not the one that development may move: the ingress judges a signature by real time.
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signatures = settings.Value.Secrets.Select(secret => $"v1={EventUtility.ComputeSignature(secret, time, body)}");
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var request = new HttpRequestMessage(HttpMethod.Post, settings.Value.Url) { Content = content };
        request.Headers.TryAddWithoutValidation(SignatureHeader, $"t={time},{string.Join(',', signatures)}");
        return request;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new IngressUnavailableException("the ingress can't be reached", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IngressUnavailableException("the ingress does not answer in time", exception);
        }
    }

    private static async Task<string> CodeOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return problem.RootElement.GetProperty("code").GetString()!;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"status_{(int)response.StatusCode}";
        }
    }
}
