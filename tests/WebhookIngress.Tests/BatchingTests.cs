using Messaging;

namespace WebhookIngress.Tests;

/// <summary>What comes in crowds is done together, and what comes alone does not wait.</summary>
public sealed class BatchingTests : IDisposable
{
    // A day, so that nobody gets on by waiting; and no test makes a crowd, which would wait for it.
    private static readonly BatchPace Unhurried = new(TimeSpan.FromDays(1), Crowd: 100);

    private readonly List<(IReadOnlyList<int> Items, TaskCompletionSource Done)> batches = [];
    private readonly SemaphoreSlim started = new(0);

    public void Dispose() => started.Dispose();

    [Fact]
    public async Task OneWhoComesAlone_GoesAtOnce_EachTime()
    {
        var batcher = Batcher(Unhurried);
        for (var item = 0; item < 3; item++)
        {
            var added = batcher.AddAsync(item);
            await NextAsync();
            batches[item].Done.SetResult();
            await added;
        }

        Assert.Equal([[0], [1], [2]], Items());
    }

    [Fact]
    public async Task ThoseWhoComeWhileOneIsUnderWay_ShareTheNext()
    {
        var batcher = Batcher(Unhurried);
        _ = batcher.AddAsync(0);
        await NextAsync();
        var others = Enumerable.Range(1, 3).Select(batcher.AddAsync).ToList();

        batches[0].Done.SetResult();
        await NextAsync();
        batches[1].Done.SetResult();
        await Task.WhenAll(others);

        Assert.Equal([[0], [1, 2, 3]], Items());
    }

    [Fact]
    public async Task OneIsUnderWayAtATime_OfNoMoreThanMayGoTogether_AndNoneIsForgotten()
    {
        var batcher = Batcher(new BatchPace(TimeSpan.Zero), weightMax: 2);
        var added = Enumerable.Range(0, 8).Select(batcher.AddAsync).ToList();

        for (var (done, items) = (0, 0); items < added.Count; done++)
        {
            await NextAsync();
            Assert.Equal((0, done + 1), (started.CurrentCount, batches.Count));
            items += batches[done].Items.Count;
            batches[done].Done.SetResult();
        }
        await Task.WhenAll(added);

        Assert.Equal(Enumerable.Range(0, 8), Items().SelectMany(items => items));
        Assert.All(Items(), items => Assert.InRange(items.Count, 1, 2));
    }

    [Fact]
    public async Task AfterACrowd_TheNextGathers_ThoughNoneIsUnderWay()
    {
        var gather = TimeSpan.FromMilliseconds(300);
        var batcher = Batcher(new BatchPace(gather));
        var start = TimeProvider.System.GetTimestamp();
        var added = batcher.AddAsync(0);
        await NextAsync();
        batches[0].Done.SetResult();
        await added;

        _ = batcher.AddAsync(1);
        await NextAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(start) > gather / 2);
        Assert.Equal([[0], [1]], Items());
        batches[1].Done.SetResult();
    }

    [Fact]
    public async Task WhenOneItemIsToBlame_TheOthersAreDoneWithoutIt()
    {
        var batcher = new Batcher<int>(
            10, Unhurried, items => items.Contains(2) ? throw new FormatException() : Task.CompletedTask, failure => failure is FormatException);

        var added = Enumerable.Range(0, 5).Select(batcher.AddAsync).ToList();
        await Assert.ThrowsAsync<FormatException>(() => Task.WhenAll(added));

        Assert.Equal([false, false, true, false, false], added.Select(each => each.IsFaulted));
    }

    private Batcher<int> Batcher(BatchPace pace, long weightMax = 10) => new(weightMax, pace, StartAsync, _ => false);

    private List<IReadOnlyList<int>> Items() => [.. batches.Select(batch => batch.Items)];

    private async Task NextAsync() => Assert.True(await started.WaitAsync(TimeSpan.FromSeconds(30)));

    private Task StartAsync(IReadOnlyList<int> items)
    {
        var done = new TaskCompletionSource();
        batches.Add((items, done));
        started.Release();
        return done.Task;
    }
}
