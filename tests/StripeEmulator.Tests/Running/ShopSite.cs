using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace StripeEmulator.Tests.Running;

/// <summary>
/// A shop's own site: a page that uses Stripe's script as any shop's page does, under a policy that allows Stripe's origin and no
/// inline style; and the pages that payers come back to.
/// </summary>
public sealed class ShopSite : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ShopSite(Uri stripe)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        var origin = stripe.ToString().TrimEnd('/');
        _application.Use((context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy =
                $"default-src 'self'; script-src 'self' {origin}; connect-src 'self' {origin}; frame-src {origin}; style-src 'self'";
            return next(context);
        });
        _application.MapGet("/pay", () => Results.Content(Page(origin), "text/html"));
        _application.MapGet("/shop.js", () => Results.Content(Script, "text/javascript"));
        _application.MapGet("/done", (HttpRequest request) => Results.Content(
            $"<!DOCTYPE html><html lang=\"en\"><title>Back</title><h1>Back at the shop</h1><p>{request.Query["redirect_status"]}</p>", "text/html"));
    }

    public Uri Url => new(_application.Urls.Single());

    public static async Task<ShopSite> StartAsync(Uri stripe)
    {
        var site = new ShopSite(stripe);
        await site._application.StartAsync();
        return site;
    }

    /// <summary>The page that pays; <paramref name="redirect"/> as <c>confirmPayment</c> takes it.</summary>
    public string PayPage(string clientSecret, string redirect = "if_required") =>
        new Uri(Url, $"/pay?secret={clientSecret}&redirect={redirect}").ToString();

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static string Page(string origin) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>The shop</title><script src="{{origin}}/v3/"></script></head>
        <body>
        <main>
        <h1>Pay $5.00</h1>
        <form id="form"><div id="payment"></div><button id="pay" disabled>Pay now</button></form>
        <p id="message" role="status"></p>
        </main>
        <script src="/shop.js"></script>
        </body>
        </html>
        """;

    private const string Script = $$"""
        const query = new URLSearchParams(location.search);
        const stripe = Stripe("{{EmulatorServer.PublishableKey}}");
        const elements = stripe.elements({ clientSecret: query.get("secret"), appearance: { variables: { colorPrimary: "#0b6e4f" } } });
        const payment = elements.create("payment");
        const button = document.getElementById("pay");
        const say = (text) => { document.getElementById("message").textContent = text; };
        payment.on("ready", () => { button.disabled = false; });
        payment.on("loaderror", ({ error }) => say(error.message));
        payment.on("change", (event) => { document.body.dataset.complete = event.complete; });
        payment.mount("#payment");
        document.getElementById("form").addEventListener("submit", async (event) => {
          event.preventDefault();
          const { error, paymentIntent } = await stripe.confirmPayment({
            elements,
            confirmParams: {
              return_url: `${location.origin}/done`,
              payment_method_data: { billing_details: { name: "Ada" } },
            },
            redirect: query.get("redirect"),
          });
          say(error ? `${error.code}: ${error.message}` : `${paymentIntent.id} ${paymentIntent.status}`);
        });
        """;
}
