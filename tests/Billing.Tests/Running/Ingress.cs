using MassTransit;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Billing.Tests.Running;

/// <summary>The webhook ingress on the broker of a Billing, at the address where that one looks for it.</summary>
internal sealed class Ingress : IAsyncDisposable
{
    public const string Path = "/api/v1/playground/webhooks/stripe/credits";

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromMinutes(2);

    private readonly WebApplicationFactory<WebhookIngress.EventPublisher> _factory;

    private Ingress(WebApplicationFactory<WebhookIngress.EventPublisher> factory) => _factory = factory;

    public static async Task<Ingress> StartAsync(BillingApplication billing)
    {
        var factory = new WebApplicationFactory<WebhookIngress.EventPublisher>().WithWebHostBuilder(host =>
        {
            host.UseSetting("urls", $"http://127.0.0.1:{billing.IngressPort}");
            host.UseSetting("Logging:LogLevel:Default", "Warning");
            host.UseSetting("ConnectionStrings:RabbitMq", billing.Broker.Uri.ToString());
            host.UseSetting("Messaging:ConfirmTimeoutMilliseconds", "60000");
            // As while a secret is being rolled: Billing knows one of them.
            host.UseSetting("STRIPE_WEBHOOK_SECRET", $"whsec_of_stripe_alone,{BillingApplication.WebhookSecret}");
        });
        factory.UseKestrel();
        factory.StartServer();
        await factory.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, ConnectLimit);
        return new Ingress(factory);
    }

    public async ValueTask DisposeAsync() => await _factory.DisposeAsync();
}
