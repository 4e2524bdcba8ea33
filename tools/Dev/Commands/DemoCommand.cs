using System.Diagnostics;
using Dev.CommandLine;
using Dev.Demo;
using Dev.Identity;
using Dev.Workspace;

namespace Dev.Commands;

/// <summary><c>./dev demo</c>: the story, told and checked against the running system.</summary>
internal static class DemoCommand
{
    private const string SpendScope = "credits:spend";
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(15);

    // One file per chapter: another part of the product adds a line here.
    private static readonly IChapter[] Chapters =
        [new SigningIn(), new SeeingThePacks(), new BuyingAPack(), new Spending(), new DecliningACard(), new ReadingTheHistory()];

    public static Command Command { get; } = new(
        "demo", "", "Tells the story through the Gateway: buy, pay, spend, a declined card; exit code 1 at the first difference", RunAsync);

    private static async Task<int> RunAsync(IReadOnlyList<string> given, CancellationToken cancellationToken)
    {
        Arguments.Parse(given, [], []).NoWords();
        var workplace = await Workplace.OpenAsync(cancellationToken);
        if (workplace.State.Alive(ComponentNames.Gateway).Count == 0)
        {
            throw new DevException("The system does not run: ./dev up --detach");
        }

        var since = Stopwatch.GetTimestamp();
        try
        {
            await TellAsync(workplace, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new DevException($"✗ No answer: {exception.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new DevException($"✗ No answer within {RequestLimit.TotalSeconds:0} s.");
        }

        Output.Heading("Proof");
        if (!await VerifyCommand.VerifyAsync(workplace, cancellationToken))
        {
            return ExitCodes.Failure;
        }

        DemoStory.Tell(FormattableString.Invariant($"the whole story in {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s"));
        return ExitCodes.Success;
    }

    private static async Task TellAsync(Workplace workplace, CancellationToken cancellationToken)
    {
        using var gateway = Client(workplace.Settings.Url(ComponentNames.Gateway));
        using var stripe = Client(workplace.Stripe[StripeChoice.ApiBase]);
        using var key = await SigningKey.LoadAsync(workplace, cancellationToken);
        var user = $"demo-{Guid.CreateVersion7():n}"[..22];
        var story = new DemoStory(
            user,
            new DemoClient(gateway, new AccessToken(user).Sign(key, workplace.Issuer)),
            new DemoClient(gateway, new AccessToken("playground-backend") { Scopes = [SpendScope] }.Sign(key, workplace.Issuer)),
            new CardForm(stripe, workplace.Stripe.IsLocal));
        foreach (var chapter in Chapters)
        {
            Output.Heading(chapter.Title);
            await chapter.TellAsync(story, cancellationToken);
        }
    }

    private static HttpClient Client(string address) => new() { BaseAddress = new Uri(address), Timeout = RequestLimit };
}
