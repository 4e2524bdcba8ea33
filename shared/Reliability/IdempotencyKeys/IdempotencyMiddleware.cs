using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reliability.Storage;
using ServiceDefaults;

namespace Reliability.IdempotencyKeys;

/// <summary>Makes every POST repeatable: the same key and body give the first answer again, byte for byte.</summary>
internal sealed class IdempotencyMiddleware(
    IdempotencyStore store, IOptions<IdempotencyOptions> options, ILogger<IdempotencyMiddleware> logger) : IMiddleware
{
    private const int PollMillisecondsMin = 25;
    private const int PollMillisecondsMax = 400;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        // A key belongs to a caller. Where anybody may call, there is none to keep an answer for.
        if (!HttpMethods.IsPost(context.Request.Method)
            || context.User.Identity is not { IsAuthenticated: true }
            || !context.Request.Headers.TryGetValue(KeyRefusals.KeyHeader, out var header))
        {
            await next(context);
            return;
        }
        if (header is not [{ Length: > 0 and <= IdempotencyKey.KeyLengthMax } key])
        {
            await KeyRefusals.Invalid().ExecuteAsync(context);
            return;
        }
        var request = new KeyedRequest(context.User.UserId(), key, await HashAsync(context.Request));
        if (context.GetEndpoint()?.Metadata.GetMetadata<StoresItsAnswer>() is not null)
        {
            await RunSettlingAsync(request, context, next);
            return;
        }
        switch (await ClaimOrWaitAsync(request, context.RequestAborted))
        {
            case KeyState.Claimed claimed:
                await RunAsync(claimed.Id, context, next);
                break;
            case KeyState.Answered answered:
                await ReplayAsync(answered.Answer, context);
                break;
            case KeyState.UsedForAnotherRequest:
                await KeyRefusals.Reused().ExecuteAsync(context);
                break;
            default:
                await KeyRefusals.StillRunning().ExecuteAsync(context);
                break;
        }
    }

    // Waits without a database connection, and looks less often the longer it takes.
    private async Task<KeyState> ClaimOrWaitAsync(KeyedRequest request, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var poll = PollMillisecondsMin;
        while (true)
        {
            var state = await store.ClaimAsync(request, cancellationToken);
            var waited = TimeProvider.System.GetElapsedTime(started);
            if (state is not KeyState.Running || waited.TotalMilliseconds >= options.Value.WaitMilliseconds)
            {
                return state;
            }
            await Task.Delay(poll, cancellationToken);
            poll = Math.Min(poll * 2, PollMillisecondsMax);
        }
    }

    // The handler stores the answer with its effect. What it refuses before that has no effect: the refusal is stored here.
    private async Task RunSettlingAsync(KeyedRequest request, HttpContext context, RequestDelegate next)
    {
        context.Features.Set(request);
        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }
        if (!request.IsSettled && IsFinal(context.Response.StatusCode)
            && await store.ClaimAsync(request, context.RequestAborted) is KeyState.Claimed claimed)
        {
            await SettleAsync(claimed.Id, Answer(context.Response, answer));
        }
        answer.Position = 0;
        await answer.CopyToAsync(body, context.RequestAborted);
    }

    private async Task RunAsync(Guid id, HttpContext context, RequestDelegate next)
    {
        context.Features.Set(new IdempotencyClaim(id));
        var body = context.Response.Body;
        using var answer = new MemoryStream();
        context.Response.Body = answer;
        var isAnswered = false;
        try
        {
            await next(context);
            isAnswered = IsFinal(context.Response.StatusCode);
        }
        finally
        {
            context.Response.Body = body;
            await SettleAsync(id, isAnswered ? Answer(context.Response, answer) : null);
        }
        answer.Position = 0;
        await answer.CopyToAsync(body, context.RequestAborted);
    }

    // Not bound to the request: a client that hangs up must find the answer when it comes back.
    private async Task SettleAsync(Guid id, StoredAnswer? answer)
    {
        try
        {
            await (answer is null ? store.ReleaseAsync(id, CancellationToken.None) : store.StoreAsync(id, answer, CancellationToken.None));
        }
        catch (Exception exception) when (TransientStorage.IsTransient(exception))
        {
            Log.AnswerNotStored(logger, exception.GetBaseException().Message);
        }
    }

    private static StoredAnswer Answer(HttpResponse response, MemoryStream body)
    {
        var location = response.Headers.Location.ToString();
        return new StoredAnswer(response.StatusCode, response.ContentType, location.Length > 0 ? location : null, body.ToArray());
    }

    private static Task ReplayAsync(StoredAnswer answer, HttpContext context) =>
        new StoredAnswerResult(answer, isReplayed: true).ExecuteAsync(context);

    // A failure of ours or a wish to slow down is no answer: the client shall try again and get a real one.
    private static bool IsFinal(int status) => status is < StatusCodes.Status500InternalServerError and not StatusCodes.Status429TooManyRequests;

    // Looks at the body without taking it: the pipe gives it once more to whoever reads it next.
    private static async Task<byte[]> HashAsync(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method} {request.Path}{request.QueryString}\n"));
        var body = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
        while (!body.IsCompleted)
        {
            request.BodyReader.AdvanceTo(body.Buffer.Start, body.Buffer.End);
            body = await request.BodyReader.ReadAsync(request.HttpContext.RequestAborted);
        }
        foreach (var segment in body.Buffer)
        {
            hash.AppendData(segment.Span);
        }
        request.BodyReader.AdvanceTo(body.Buffer.Start, body.Buffer.End);
        return hash.GetHashAndReset();
    }
}
