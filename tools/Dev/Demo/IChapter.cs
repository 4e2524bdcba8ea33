namespace Dev.Demo;

/// <summary>A part of the story that the demo tells; what it tells, it has checked.</summary>
internal interface IChapter
{
    string Title { get; }

    /// <summary>Whether it needs what the real Stripe lets nobody do from outside: pay on its page, move its time, decide for a bank.</summary>
    bool NeedsLocalStripe => false;

    Task TellAsync(DemoStory story, CancellationToken cancellationToken);
}
