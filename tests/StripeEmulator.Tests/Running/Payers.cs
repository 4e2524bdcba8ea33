using Stripe;

namespace StripeEmulator.Tests.Running;

/// <summary>What payers do on the page of their card's bank.</summary>
public static class Payers
{
    private const string Agrees = "Complete authentication";
    private const string Refuses = "Fail authentication";

    /// <summary>Where the payer is asked, whoever shows the page.</summary>
    public static Uri Question(this PaymentIntent intent) =>
        new(intent.NextAction.RedirectToUrl?.Url ?? intent.NextAction.UseStripeSdk["stripe_js"].ToString()!);

    public static Task AnswerAsync(this Browser browser, PaymentIntent intent, bool agrees = true) =>
        browser.AnswerAsync(intent.Question(), agrees);

    public static async Task AnswerAsync(this Browser browser, Uri question, bool agrees = true)
    {
        await browser.OpenAsync(question);
        await browser.PressAsync(agrees ? Agrees : Refuses);
    }
}
