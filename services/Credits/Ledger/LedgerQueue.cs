using System.Collections.Concurrent;
using System.Threading.Channels;
using Contracts;
using Microsoft.Extensions.Options;
using Reliability.IdempotencyKeys;
using Reliability.Storage;
using ServiceDefaults;

namespace Credits.Ledger;

/// <summary>Combines what waits at the same moment into one database transaction: all who queued while the last one was written.</summary>
/// <remarks>
/// Nobody waits for company: a request that comes alone goes alone. First come, first served. A request that makes its batch
/// fail does not take the others with it: each is then tried by itself.
/// </remarks>
internal sealed class LedgerQueue(
    LedgerBatch ledger, IOptions<LedgerQueueOptions> options, IOptions<IdempotencyOptions> keyOptions, ILogger<LedgerQueue> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<(string Principal, string Key), Task> running = new();

    private readonly Channel<WaitingRequest> waiting = Channel.CreateBounded<WaitingRequest>(
        new BoundedChannelOptions(options.Value.LengthMax) { SingleReader = true });

    /// <summary>Queues a request and waits for its answer, which is committed when it comes.</summary>
    /// <remarks>A repeat waits for the first, so that it finds its answer; only so long, then it is told to come again.</remarks>
    public async Task<IResult> RunAsync(LedgerRequest request, CancellationToken cancellationToken)
    {
        if (request.Key is not { } key)
        {
            return await EnqueueAsync(request, cancellationToken);
        }
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (!running.TryAdd((key.Principal, key.Key), first.Task))
        {
            if (running.TryGetValue((key.Principal, key.Key), out var other) && !await HasEndedAsync(other, cancellationToken))
            {
                key.IsSettled = true;
                return KeyRefusals.StillRunning();
            }
        }
        try
        {
            return await EnqueueAsync(request, cancellationToken);
        }
        finally
        {
            running.TryRemove((key.Principal, key.Key), out _);
            first.SetResult();
        }
    }

    private Task<IResult> EnqueueAsync(LedgerRequest request, CancellationToken cancellationToken)
    {
        var entry = new WaitingRequest(request, cancellationToken);
        return waiting.Writer.TryWrite(entry) ? entry.Answer.Task : Task.FromResult<IResult>(new Overloaded());
    }

    private async Task<bool> HasEndedAsync(Task other, CancellationToken cancellationToken)
    {
        try
        {
            await other.WaitAsync(TimeSpan.FromMilliseconds(keyOptions.Value.WaitMilliseconds), cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    // One worker: on one PostgreSQL few full batches beat many small ones, and nobody else uses the accounts it keeps.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => WorkAsync();

    // Whoever was queued before the end is still answered: the worker goes when the queue is closed and empty.
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    private async Task WorkAsync()
    {
        var batch = new List<WaitingRequest>(options.Value.BatchSizeMax);
        while (await waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < options.Value.BatchSizeMax && waiting.Reader.TryRead(out var entry))
            {
                if (!entry.IsAbandoned)
                {
                    batch.Add(entry);
                }
            }
            await RunAsync(batch);
            batch.Clear();
        }
    }

    private async Task RunAsync(List<WaitingRequest> batch)
    {
        var failure = await TryAsync(batch);
        if (failure is null)
        {
            return;
        }
        if (failure.MayBeCommitted)
        {
            // What may have been committed is done again only under a key: its answer is then found, if it was.
            batch.Where(entry => entry.Request.Key is null).ToList().ForEach(entry => entry.Answer.TrySetException(failure.Cause));
            batch.RemoveAll(entry => entry.Request.Key is null);
        }
        else if (batch.Count == 1)
        {
            batch[0].Answer.TrySetException(failure.Cause);
            return;
        }
        Log.BatchTakenApart(logger, batch.Count, failure.Cause.GetBaseException().Message);
        foreach (var account in batch.GroupBy(entry => (entry.Request.UserId, entry.Request.HoldId)).Select(group => group.ToList()))
        {
            await RunOneAccountAsync(account);
        }
    }

    // An account that is stuck is stuck for all of its requests: it is waited for once.
    private async Task RunOneAccountAsync(List<WaitingRequest> requests)
    {
        foreach (var entry in requests)
        {
            if (await TryAsync([entry]) is not { } failure)
            {
                continue;
            }
            entry.Answer.TrySetException(failure.Cause);
            if (TransientStorage.IsTransient(failure.Cause))
            {
                requests.ForEach(other => other.Answer.TrySetException(failure.Cause));
                return;
            }
        }
    }

    private async Task<BatchFailure?> TryAsync(List<WaitingRequest> batch)
    {
        var failure = await ledger.TryAsync(batch, CancellationToken.None);
        for (var again = 0; failure?.Cause is KeyTakenException && batch.Count == 1 && again < options.Value.KeyTakenRetries; again++)
        {
            failure = await ledger.TryAsync(batch, CancellationToken.None);
        }
        return failure;
    }
}

/// <summary>A request in the queue, and where its caller waits.</summary>
internal sealed class WaitingRequest(LedgerRequest request, CancellationToken caller)
{
    public LedgerRequest Request => request;

    public TaskCompletionSource<IResult> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Its caller hung up before anything was done; from the first look on it is carried through.</summary>
    public bool IsAbandoned => caller.IsCancellationRequested && Answer.TrySetCanceled(caller);
}

/// <summary>A batch that was not carried out.</summary>
/// <param name="Cause">Why.</param>
/// <param name="MayBeCommitted">True when the commit was already on its way and its outcome is not known.</param>
internal sealed record BatchFailure(Exception Cause, bool MayBeCommitted);

/// <summary>More requests wait than the queue holds: 503, and nothing was done.</summary>
internal sealed class Overloaded : IResult
{
    private const string RetryAfterSeconds = "1";

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Problems.Of(
            StatusCodes.Status503ServiceUnavailable, ErrorCodes.LedgerOverloaded,
            "The ledger has more to do than it can queue. Repeat the request, with the same Idempotency-Key if it had one.")
            .ExecuteAsync(httpContext);
    }
}
