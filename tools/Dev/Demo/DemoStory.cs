using System.Diagnostics;
using System.Text.Json;
using Dev.Workspace;

namespace Dev.Demo;

/// <summary>What the chapters share: the user, the ways to the Gateway and to Stripe, and how to tell and to check.</summary>
/// <param name="User">A new one for every run, so that the demo can be repeated.</param>
/// <param name="Browser">Requests as the user.</param>
/// <param name="Playground">Requests as the playground backend, which may spend.</param>
/// <param name="Operator">Requests as somebody with the role admin.</param>
/// <param name="Owner">Requests as the owner of an organization.</param>
/// <param name="Card">The page where a card is entered.</param>
/// <param name="Stripe">The payer, the bank and Stripe itself; only chapters that need the local Stripe may ask it.</param>
/// <param name="Clock">The business time of the local Stripe and of every service.</param>
/// <param name="Page">A page of ours that Stripe may lead back to.</param>
internal sealed record DemoStory(
    string User,
    DemoClient Browser,
    DemoClient Playground,
    DemoClient Operator,
    DemoClient Owner,
    CardForm Card,
    LocalStripe Stripe,
    DevelopmentClock Clock,
    string Page)
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public const string PlaygroundPath = "/api/v1/playground";
    public const string CreditsPath = $"{PlaygroundPath}/credits";
    public const string SubscriptionPath = $"{PlaygroundPath}/subscription";

    /// <summary>A step that went as it should.</summary>
    public static void Tell(string text) => Output.Good(text);

    /// <summary>Ends the demo when the two differ.</summary>
    public static void Expect<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
        {
            throw new DevException($"✗ {what}: {expected} was expected, but it is {actual}.");
        }
    }

    public async Task<long> BalanceAsync(CancellationToken cancellationToken) =>
        (await Browser.GetAsync(CreditsPath, cancellationToken)).Number("balance");

    public Task<JsonElement> SubscriptionAsync(CancellationToken cancellationToken) => Browser.GetAsync(SubscriptionPath, cancellationToken);

    public Task WaitForBalanceAsync(long balance, CancellationToken cancellationToken) => WaitForCreditsAsync(
        FormattableString.Invariant($"a balance of {balance}"), credits => credits.Number("balance") == balance, cancellationToken);

    public Task<JsonElement> WaitForCreditsAsync(string what, Func<JsonElement, bool> isSo, CancellationToken cancellationToken) =>
        WaitAsync(what, () => Browser.GetAsync(CreditsPath, cancellationToken), isSo, cancellationToken);

    /// <summary>Webhooks and messages take their time: asks until it is so.</summary>
    public static async Task<JsonElement> WaitAsync(
        string what, Func<Task<JsonElement>> ask, Func<JsonElement, bool> isSo, CancellationToken cancellationToken)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isSo(answer))
            {
                return answer;
            }

            if (Stopwatch.GetElapsedTime(since) > WaitLimit)
            {
                throw new DevException($"✗ {what}: not within {WaitLimit.TotalSeconds:0} s. The last answer was {answer}.");
            }

            await Task.Delay(Interval, cancellationToken);
        }
    }
}
