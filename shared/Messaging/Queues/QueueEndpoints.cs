using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServiceDefaults;

namespace Messaging.Queues;

/// <summary>What an operator sees of a service's queues, and does about messages that kept failing.</summary>
public static class QueueEndpoints
{
    private const int LimitDefault = 100;

    internal static void AddQueueAdministration(this IServiceCollection services, Uri address, string ownQueues)
    {
        services.AddSingleton(new ServiceQueues(address, ownQueues));
        services.AddSingleton<ErrorQueue>();
        services.AddHostedService<QueueWatch>();
        services.AddExceptionHandler<BrokerUnavailableHandler>();
    }

    /// <summary>Maps the queues of this service below the group, whose policy must be an operator's.</summary>
    public static void MapQueues(this RouteGroupBuilder queues)
    {
        queues.MapGet("", ListAsync)
            .WithSummary("The service's queues: what waits, who takes from them, and what is parked in their error queues.");
        queues.MapGet("/{queue}/errors", LookAsync)
            .WithSummary("What is parked in a queue's error queue, and why; the first parked first, of at most 1,000.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound);
        queues.MapPost("/{queue}/errors/retry", RetryAllAsync)
            .WithSummary("Moves what is parked back to its queue, at most 1,000 messages.")
            .ProducesProblem(StatusCodes.Status404NotFound);
        queues.MapPost("/{queue}/errors/{messageId:guid}/retry", RetryAsync)
            .WithSummary("Moves one parked message back to its queue.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<QueuesResponse>> ListAsync(
        [FromServices] ServiceQueues queues, CancellationToken cancellationToken) =>
        TypedResults.Ok(new QueuesResponse(await queues.DepthsAsync(cancellationToken)));

    private static async Task<Results<Ok<ParkedMessagesResponse>, ProblemHttpResult>> LookAsync(
        string queue,
        [FromServices] ServiceQueues queues,
        [FromServices] ErrorQueue errors,
        CancellationToken cancellationToken,
        [FromQuery, Range(1, ErrorQueue.ScanMax)] int limit = LimitDefault) =>
        queues.Names.Contains(queue)
            ? TypedResults.Ok(new ParkedMessagesResponse(queue, await errors.LookAsync(queue, limit, cancellationToken)))
            : Unknown();

    private static async Task<Results<Ok<RetriedResponse>, ProblemHttpResult>> RetryAllAsync(
        string queue,
        ClaimsPrincipal caller,
        [FromServices] ServiceQueues queues,
        [FromServices] ErrorQueue errors,
        [FromServices] ILogger<ErrorQueue> logger,
        CancellationToken cancellationToken)
    {
        if (!queues.Names.Contains(queue))
        {
            return Unknown();
        }
        var retried = await errors.RetryAsync(queue, messageId: null, cancellationToken);
        Log.MessagesRetried(logger, caller.UserId(), retried, queue);
        return TypedResults.Ok(new RetriedResponse(queue, retried));
    }

    private static async Task<Results<Ok<RetriedResponse>, ProblemHttpResult>> RetryAsync(
        string queue,
        Guid messageId,
        ClaimsPrincipal caller,
        [FromServices] ServiceQueues queues,
        [FromServices] ErrorQueue errors,
        [FromServices] ILogger<ErrorQueue> logger,
        CancellationToken cancellationToken)
    {
        if (!queues.Names.Contains(queue))
        {
            return Unknown();
        }
        var retried = await errors.RetryAsync(queue, messageId.ToString(), cancellationToken);
        Log.MessagesRetried(logger, caller.UserId(), retried, queue);
        return retried > 0
            ? TypedResults.Ok(new RetriedResponse(queue, retried))
            : Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.MessageNotParked, "No such message is parked in the queue's error queue.");
    }

    private static ProblemHttpResult Unknown() =>
        Problems.Of(StatusCodes.Status404NotFound, ErrorCodes.QueueUnknown, "The service has no such queue.");
}

/// <param name="Queues">By name.</param>
internal sealed record QueuesResponse(IReadOnlyList<QueueDepth> Queues);

/// <param name="Queue">The queue that they would go back to.</param>
/// <param name="Messages">What is parked.</param>
internal sealed record ParkedMessagesResponse(string Queue, IReadOnlyList<ParkedMessage> Messages);

/// <param name="Queue">Where they are now.</param>
/// <param name="Retried">How many were moved.</param>
internal sealed record RetriedResponse(string Queue, int Retried);
