using Microsoft.AspNetCore.Http;

namespace StripeEmulator.Tests.Running;

/// <summary>
/// An endpoint's answer of 500 that waits for the test: what is to have happened before the answer has happened, however slow the
/// machine is, and no retry comes in between.
/// </summary>
public sealed class GatedRefusal : IDisposable
{
    private readonly SemaphoreSlim _asked = new(0);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>How often it was asked.</summary>
    public int Count => Volatile.Read(ref _count);

    public async Task<IResult> AnswerAsync(ReceivedWebhook webhook)
    {
        Interlocked.Increment(ref _count);
        _asked.Release();
        await _open.Task;
        return Results.StatusCode(StatusCodes.Status500InternalServerError);
    }

    /// <summary>Waits until so many more deliveries have come.</summary>
    public async Task AskedAsync(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            Assert.True(await _asked.WaitAsync(Eventually.Patience), $"Delivery {number} of {count} has not come.");
        }
    }

    /// <summary>Answers what waits, and at once whatever comes from now on.</summary>
    public void Open() => _open.TrySetResult();

    public void Dispose()
    {
        Open();
        _asked.Dispose();
    }
}
