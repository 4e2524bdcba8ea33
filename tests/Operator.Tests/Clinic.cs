using System.Net;
using Billing.Persistence;
using Credits.Persistence;
using LocalServers;
using Microsoft.AspNetCore.Mvc.Testing;
using Operator.Commands;
using Testing.Servers;
using WebhookIngress;

namespace Operator.Tests;

/// <summary>A set-up where all is well: real databases, a real broker, a real webhook ingress, and an account that stripe-setup made.</summary>
public sealed class Clinic : IAsyncLifetime
{
    private TestDatabase billing = null!;
    private TestDatabase credits = null!;
    private TestBroker broker = null!;
    private WebApplicationFactory<WebhookOptions> ingress = null!;

    internal StripeAccount Account { get; private set; } = null!;

    internal string WebhookUrl { get; private set; } = "";

    /// <summary>As they are right; a test takes a copy and spoils it.</summary>
    internal Dictionary<string, string> Settings { get; private set; } = [];

    public async Task InitializeAsync()
    {
        billing = await TestServers.CreateDatabaseAsync("doctor_billing");
        credits = await TestServers.CreateDatabaseAsync("doctor_credits");
        broker = await TestServers.CreateBrokerAsync();
        await BillingDatabase.MigrateAsync(billing.OwnerConnectionString, billing.ServiceRole, CancellationToken.None);
        await CreditsDatabase.MigrateAsync(credits.OwnerConnectionString, credits.ServiceRole, CancellationToken.None);
        Account = await StripeAccount.OpenAsync();
        var port = FreePorts.TakeOne();
        WebhookUrl = $"http://127.0.0.1:{port}{WebhookDoor.Path}";
        Settings = (await Account.SetUpAsync(["--webhook-url", WebhookUrl]))
            .Where(line => line.StartsWith("export ", StringComparison.Ordinal))
            .Select(line => line["export ".Length..].Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        foreach (var (name, value) in OtherSettings())
        {
            Settings.Add(name, value);
        }
        StartIngress(port);
    }

    public async Task DisposeAsync()
    {
        await ingress.DisposeAsync();
        await Account.DisposeAsync();
        await broker.DisposeAsync();
        await billing.DisposeAsync();
        await credits.DisposeAsync();
    }

    /// <summary>doctor, as on the command line.</summary>
    internal static async Task<(int Code, string Said)> ExamineAsync(
        Dictionary<string, string> settings, string? webhookUrl, TimeProvider? time = null)
    {
        await using var output = new StringWriter();
        var code = await DoctorCommand.RunAsync(
            new Installation(StripeAccount.Configuration(settings.Select(pair => (pair.Key, pair.Value)))),
            webhookUrl is null ? [] : ["--webhook-url", webhookUrl],
            time ?? TimeProvider.System,
            output,
            CancellationToken.None);
        return (code, output.ToString());
    }

    private IEnumerable<(string Name, string Value)> OtherSettings() =>
    [
        ("ASPNETCORE_ENVIRONMENT", "Development"),
        ("STRIPE_LIVEMODE", "false"),
        ("STRIPE_API_BASE", Account.Url),
        ("STRIPE_SECRET_KEY", StripeAccount.SecretKey),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_operator_tests"),
        ("ConnectionStrings:Billing", billing.ServiceConnectionString),
        ("ConnectionStrings:Credits", credits.ServiceConnectionString),
        ("ConnectionStrings:RabbitMq", broker.Uri.ToString()),
    ];

    private void StartIngress(int port)
    {
        ingress = new WebApplicationFactory<WebhookOptions>().WithWebHostBuilder(host =>
        {
            foreach (var name in new[] { "STRIPE_WEBHOOK_SECRET", "STRIPE_LIVEMODE", "ConnectionStrings:RabbitMq" })
            {
                host.UseSetting(name, Settings[name]);
            }
            host.UseSetting("Logging:LogLevel:Default", "Error");
        });
        ingress.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        ingress.StartServer();
    }
}
