namespace Dev.Demo;

/// <summary>A part of the story that the demo tells; what it tells, it has checked.</summary>
internal interface IChapter
{
    string Title { get; }

    Task TellAsync(DemoStory story, CancellationToken cancellationToken);
}
