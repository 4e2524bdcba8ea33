using System.Net.Http.Headers;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StripeEmulator;
using StripeEmulator.State;

namespace EndToEnd.Tests.AnyDelivery;

/// <summary>The local Stripe without any webhook endpoint: it delivers nothing, and its diary has all that happened.</summary>
internal sealed class LocalStripe : IAsyncDisposable
{
    public const string SecretKey = "sk_test_any_delivery";
    public const string PublishableKey = "pk_test_any_delivery";
    public const string PlanPrice = "price_plus";
    public const string MemberPrice = "price_plus_member";

    private readonly WebApplication application;
    private readonly HttpClient http;

    private LocalStripe(WebApplication application)
    {
        this.application = application;
        Diary = new StripeDiary(State);
        Url = new Uri(application.Urls.Single());
        http = new HttpClient { BaseAddress = Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SecretKey);
    }

    public Uri Url { get; }

    public StripeState State => application.Services.GetRequiredService<StripeState>();

    public StripeDiary Diary { get; }

    public static async Task<LocalStripe> StartAsync(string clockFile)
    {
        var application = EmulatorApplication.Build(
            "--urls=http://127.0.0.1:0",
            $"--STRIPE_SECRET_KEY={SecretKey}",
            $"--STRIPE_PUBLISHABLE_KEY={PublishableKey}",
            $"--Development:ClockFile={clockFile}",
            "--Payments:SettleSeconds=0",
            "--Logging:LogLevel:Default=Warning",
            $"--Prices:0:Id={PlanPrice}",
            "--Prices:0:AmountCents=500",
            $"--Prices:1:Id={MemberPrice}",
            "--Prices:1:AmountCents=200");
        await application.StartAsync();
        return new LocalStripe(application);
    }

    /// <summary>What a payer does on the hosted page.</summary>
    /// <returns>The session as it is then.</returns>
    public async Task<CheckoutSession> PayCheckoutAsync(string sessionId, string card)
    {
        using var answer = await http.PostAsJsonAsync($"/_emulator/checkout/{sessionId}/pay", new { paymentMethod = card, email = "payer@example.test" });
        await AssertDoneAsync(answer);
        lock (State.Gate)
        {
            return State.CheckoutSessions.Find(sessionId)!;
        }
    }

    /// <summary>The payer goes to the bank, long after the payment.</summary>
    public async Task DisputeAsync(string paymentIntentId)
    {
        using var answer = await http.PostAsync(new Uri($"/_emulator/payments/{paymentIntentId}/dispute", UriKind.Relative), null);
        await AssertDoneAsync(answer);
    }

    /// <summary>A request to Stripe's own API.</summary>
    public async Task PostAsync(string path, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent(parameters.Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value)));
        using var answer = await http.PostAsync(new Uri($"/v1/{path}", UriKind.Relative), form);
        await AssertDoneAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await application.StopAsync();
        await application.DisposeAsync();
    }

    private static async Task AssertDoneAsync(HttpResponseMessage answer) =>
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync()}");
}
