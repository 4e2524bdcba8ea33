using System.Net;
using System.Net.Http.Headers;

namespace Dev.Demo;

/// <summary>Pays as Stripe.js does in the browser: the card goes to Stripe, with the publishable key, and never to us.</summary>
internal sealed class CardForm(HttpClient http, bool isLocal)
{
    public const string Good = "4242424242424242";
    public const string Declined = "4000000000000002";

    /// <summary>Pays, and then the payer goes to the bank.</summary>
    public const string Disputed = "4000000000000259";

    /// <returns>200, or 402 when the card is declined.</returns>
    public async Task<DemoAnswer> PayAsync(
        string paymentIntentId, string clientSecret, string publishableKey, string card, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string> { ["key"] = publishableKey, ["client_secret"] = clientSecret };
        foreach (var (name, value) in Card(card))
        {
            fields[name] = value;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/payment_intents/{Uri.EscapeDataString(paymentIntentId)}/confirm")
        {
            Content = new FormUrlEncodedContent(fields),
        };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        using var response = await http.SendAsync(request, cancellationToken);
        var answer = new DemoAnswer(response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
        return answer.Status is HttpStatusCode.OK or HttpStatusCode.PaymentRequired
            ? answer
            : throw new DevException($"✗ Stripe answers {(int)answer.Status} to the card: {answer.Text}");
    }

    // The real Stripe takes a bare number only from its own page; it has named test cards for everybody else.
    private Dictionary<string, string> Card(string number) => isLocal
        ? new()
        {
            ["payment_method_data[type]"] = "card",
            ["payment_method_data[card][number]"] = number,
            ["payment_method_data[card][exp_month]"] = "12",
            ["payment_method_data[card][exp_year]"] = "34",
            ["payment_method_data[card][cvc]"] = "123",
        }
        : new()
        {
            ["payment_method"] = number switch
            {
                Good => "pm_card_visa",
                Disputed => "pm_card_createDispute",
                _ => "pm_card_visa_chargeDeclined",
            },
        };
}
