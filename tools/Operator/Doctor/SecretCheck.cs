using System.Net;
using System.Text;
using System.Text.Json;
using Contracts;
using Stripe;
using WebhookIngress;

namespace Operator.Doctor;

/// <summary>Whether the webhook ingress answers where Stripe sends to, and takes what is signed with the configured secrets.</summary>
/// <remarks>
/// It is sent an event of Stripe's other mode. The ingress looks at the signature first and then refuses the mode, so this has no
/// effect, and the refusal tells whether the signature was good. Stripe itself shows an endpoint's secret but once.
/// </remarks>
internal static class SecretCheck
{
    private const string WrongSecret =
        "Reveal the endpoint's signing secret in the dashboard, under Developers, Webhooks; set it for the webhook ingress and start that again.";

    private const string Unreachable = "Look whether the webhook ingress runs, and whether DNS, TLS and the proxy lead there.";

    public static async Task<IReadOnlyList<Finding>> RunAsync(
        Installation installation, Uri url, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new WebhookOptions();
        options.Bind(installation.Configuration, installation.Environment);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var findings = new List<Finding>();
        foreach (var (number, secret) in options.Secrets.Index())
        {
            try
            {
                findings.Add(await TryAsync(http, url, secret, $"secret {number + 1} of {options.Secrets.Count}", !installation.HasLiveKey, time, cancellationToken));
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                return [Finding.Wrong($"The webhook ingress can't be reached at {url}: {exception.Message}", Unreachable)];
            }
        }
        return findings;
    }

    private static async Task<Finding> TryAsync(
        HttpClient http, Uri url, string secret, string name, bool isLive, TimeProvider time, CancellationToken cancellationToken)
    {
        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        var body = JsonSerializer.Serialize(new
        {
            id = "evt_doctor", @object = "event", type = "doctor.visit", created = seconds, livemode = isLive, data = new { @object = new { } },
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        var signature = EventUtility.ComputeSignature(secret, seconds.ToString(System.Globalization.CultureInfo.InvariantCulture), body);
        request.Headers.Add("Stripe-Signature", $"t={seconds},v1={signature}");
        using var response = await http.SendAsync(request, cancellationToken);
        return await CodeOfAsync(response, cancellationToken) switch
        {
            ErrorCodes.LivemodeMismatch => Finding.Well($"The webhook ingress takes what is signed with {name}"),
            ErrorCodes.SignatureInvalid => Finding.Wrong($"The webhook ingress does not know {name}", WrongSecret),
            ErrorCodes.SignatureStale => Finding.Wrong("The clocks of this machine and the webhook ingress differ", "Synchronize both (NTP)."),
            var code => Finding.Wrong($"At {url} answers no webhook ingress of this mode: {(int)response.StatusCode} {code}", Unreachable),
        };
    }

    private static async Task<string?> CodeOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode != HttpStatusCode.BadRequest)
        {
            return null;
        }
        try
        {
            using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return problem.RootElement.ValueKind == JsonValueKind.Object && problem.RootElement.TryGetProperty("code", out var code)
                ? code.ToString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
