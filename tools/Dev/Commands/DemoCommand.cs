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
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(30);

    // One file per chapter: another part of the product adds a line here.
    private static readonly IChapter[] Chapters =
    [
        new SigningIn(), new SeeingThePacks(), new BuyingAPack(), new Spending(), new DecliningACard(), new RefundingAPart(),
        new Subscribing(), new RenewingAMonthLater(), new EndingAndResuming(), new OpeningThePortal(), new JoiningAnOrganization(),
        new Disputing(), new ReadingTheHistory(),
    ];

    public static Command Command { get; } = new(
        "demo", "", "Tells the whole story through the Gateway, a month of it; exit code 1 at the first difference", RunAsync);

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
        var story = Begin(workplace, gateway, stripe, key);
        foreach (var chapter in Chapters)
        {
            Output.Heading(chapter.Title);
            if (chapter.NeedsLocalStripe && !workplace.Stripe.IsLocal)
            {
                Output.Line("left out: the real Stripe lets nobody pay on its page, move its time or decide for a bank from outside");
                continue;
            }

            await chapter.TellAsync(story, cancellationToken);
        }
    }

    // New people for every run, so that it can be repeated.
    private static DemoStory Begin(Workplace workplace, HttpClient gateway, HttpClient stripe, SigningKey key)
    {
        var user = $"demo-{Guid.CreateVersion7():n}"[..22];
        return new DemoStory(
            user,
            Browser: As(new AccessToken(user)),
            Playground: As(new AccessToken("playground-backend") { Scopes = [SpendScope] }),
            Operator: As(new AccessToken("demo-operator") { IsAdmin = true }),
            Owner: As(new AccessToken($"{user}-owner")),
            new CardForm(stripe, workplace.Stripe.IsLocal),
            new LocalStripe(stripe, workplace.Stripe[StripeChoice.SecretKey]),
            new DevelopmentClock(workplace.Checkout),
            Page: gateway.BaseAddress!.ToString());

        DemoClient As(AccessToken token) => new(gateway, token.Sign(key, workplace.Issuer));
    }

    private static HttpClient Client(string address) => new() { BaseAddress = new Uri(address), Timeout = RequestLimit };
}
