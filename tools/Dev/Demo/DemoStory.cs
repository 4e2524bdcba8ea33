using System.Diagnostics;
using System.Text.Json;

namespace Dev.Demo;

/// <summary>What the chapters share: the user, the ways to the Gateway and to Stripe, and how to tell and to check.</summary>
/// <param name="User">A new one for every run, so that the demo can be repeated.</param>
/// <param name="Browser">Requests as the user.</param>
/// <param name="Playground">Requests as the playground backend, which may spend.</param>
/// <param name="Card">The page where a card is entered.</param>
internal sealed record DemoStory(string User, DemoClient Browser, DemoClient Playground, CardForm Card)
{
    private static readonly TimeSpan WaitLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public const string CreditsPath = "/api/v1/playground/credits";

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
