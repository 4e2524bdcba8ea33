using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Operator.Commands;
using Stripe;
using StripeEmulator;

namespace Operator.Tests;

/// <summary>An account at a local Stripe of its own, empty at first.</summary>
internal sealed class StripeAccount : IAsyncDisposable
{
    public const string SecretKey = "sk_test_operator_tests";
    private readonly WebApplication application;

    private StripeAccount(WebApplication application)
    {
        this.application = application;
        Client = new StripeClient(new StripeClientOptions { ApiKey = SecretKey, ApiBase = Url });
    }

    public string Url => application.Urls.Single();

    public StripeClient Client { get; }

    public V1Services Api => Client.V1;

    public static async Task<StripeAccount> OpenAsync()
    {
        var application = EmulatorApplication.Build("--urls=http://127.0.0.1:0", $"--STRIPE_SECRET_KEY={SecretKey}");
        await application.StartAsync();
        return new StripeAccount(application);
    }

    /// <summary>stripe-setup, as on the command line.</summary>
    /// <returns>The lines it printed.</returns>
    public async Task<IReadOnlyList<string>> SetUpAsync(string[] arguments, params (string Name, string Value)[] settings)
    {
        await using var output = new StringWriter();
        var installation = new Installation(Configuration([("STRIPE_SECRET_KEY", SecretKey), ("STRIPE_API_BASE", Url), .. settings]));
        var code = await StripeSetupCommand.RunAsync(installation, arguments, output, CancellationToken.None);
        Assert.True(code == 0, output.ToString());
        return output.ToString().Split(System.Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    public static IConfiguration Configuration(IEnumerable<(string Name, string Value)> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
        .Build();

    /// <summary>All that stripe-setup makes, as it is.</summary>
    public async Task<string> EverythingAsync()
    {
        var all = new List<StripeEntity>();
        all.AddRange((await Api.Products.ListAsync()).Data);
        all.AddRange((await Api.Prices.ListAsync()).Data);
        all.AddRange((await Api.BillingPortal.Configurations.ListAsync()).Data);
        all.AddRange((await Api.WebhookEndpoints.ListAsync()).Data);
        return string.Join('\n', all.Select(made => made.ToJson()));
    }

    public async ValueTask DisposeAsync()
    {
        await application.StopAsync();
        await application.DisposeAsync();
    }
}
