using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Stripe;

namespace StripeEmulator.Tests.Running;

/// <summary>The emulator on a real port, with a Stripe.net client and a plain HTTP client beside it.</summary>
public sealed class EmulatorServer : IAsyncLifetime, IAsyncDisposable
{
    public const string SecretKey = "sk_test_emulator_tests";
    public const string PublishableKey = "pk_test_emulator_tests";

    /// <summary>
    /// The setting with which a charge's money is not booked while a test goes on, for one that counts events: on a busy machine the
    /// seconds until <c>charge.updated</c> are soon over.
    /// </summary>
    public const string NothingIsBooked = "--Payments:BalanceSeconds=86400";

    /// <summary>The same for what a bank decides later: refunds and disputes.</summary>
    public const string NothingSettles = "--Payments:SettleSeconds=86400";

    /// <summary>How long an endpoint may take to answer, so that no attempt is given up, and made again, because the machine is busy.</summary>
    public const int AttemptSeconds = 60;

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly WebApplication _application;

    public EmulatorServer() : this([])
    {
    }

    private EmulatorServer(string[] settings) =>
        _application = EmulatorApplication.Build(
            ["--urls=http://127.0.0.1:0", $"--STRIPE_SECRET_KEY={SecretKey}", $"--STRIPE_PUBLISHABLE_KEY={PublishableKey}", .. settings]);

    public Uri Url => new(_application.Urls.Single());

    public StripeClient Stripe { get; private set; } = null!;

    public HttpClient Http { get; private set; } = null!;

    /// <summary>Settings as <c>--Name:Part=value</c>; they win over the environment.</summary>
    public static async Task<EmulatorServer> StartAsync(params string[] settings)
    {
        var server = new EmulatorServer(settings);
        await server.InitializeAsync();
        return server;
    }

    public static Task<EmulatorServer> StartWithWebhooksAsync(WebhookReceiver receiver, params string[] settings) =>
        StartAsync([
            $"--Webhooks:0:Url={receiver.Url}",
            $"--Webhooks:0:Secrets={WebhookReceiver.Secret}",
            "--Webhooks:RetrySeconds=0.1,0.1,0.1",
            $"--Webhooks:TimeoutSeconds={AttemptSeconds}",
            .. settings,
        ]);

    public async Task InitializeAsync()
    {
        await _application.StartAsync();
        Http = new HttpClient { BaseAddress = Url };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SecretKey);
        Stripe = new StripeClient(new StripeClientOptions { ApiKey = SecretKey, ApiBase = Url.ToString().TrimEnd('/') });
    }

    /// <summary>Sends a form as any program could; <paramref name="parameters"/> are <c>name=value</c>, encoded here.</summary>
    public async Task<Answer> SendAsync(
        HttpMethod method, string path, string[]? parameters = null, string? key = SecretKey, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (parameters is not null)
        {
            request.Content = new FormUrlEncodedContent(parameters.Select(parameter =>
            {
                var separator = parameter.IndexOf('=', StringComparison.Ordinal);
                return KeyValuePair.Create(parameter[..separator], parameter[(separator + 1)..]);
            }));
        }

        using var client = new HttpClient { BaseAddress = Url };
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await client.SendAsync(request);
        return new Answer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers);
    }

    public Task<Answer> PostAsync(string path, params string[] parameters) => SendAsync(HttpMethod.Post, path, parameters);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task PlanFaultAsync(object fault)
    {
        using var body = new StringContent(JsonSerializer.Serialize(fault, Web), MediaTypeHeaderValue.Parse("application/json"));
        using var response = await Http.PostAsync(new Uri("/_emulator/faults", UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>
    /// The event types of this server, oldest first; without <c>charge.updated</c>, which comes two seconds after a charge, amid
    /// whatever happens then.
    /// </summary>
    public async Task<string[]> EventTypesAsync()
    {
        var events = await Stripe.V1.Events.ListAsync(new EventListOptions { Limit = 100 });
        return [.. events.Data.Select(recorded => recorded.Type).Where(type => type != Shop.ComesLater).Reverse()];
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}

/// <summary>An answer as it came over the wire.</summary>
public sealed record Answer(int Status, string Body, HttpResponseHeaders Headers)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    public JsonNode Error => Json["error"]!;

    public string? Code => Error["code"]?.GetValue<string>();

    public string? Parameter => Error["param"]?.GetValue<string>();

    public string? ErrorType => Error["type"]?.GetValue<string>();

    public string Id => Json["id"]!.GetValue<string>();

    public override string ToString() => $"{Status} {Body}";

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
