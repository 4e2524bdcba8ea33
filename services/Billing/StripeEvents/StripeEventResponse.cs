using System.Linq.Expressions;
using Contracts;

namespace Billing.StripeEvents;

/// <summary>An archived event without its body.</summary>
/// <param name="Id">Stripe's <c>evt_…</c>.</param>
/// <param name="Type">Stripe's event type.</param>
/// <param name="ApiVersion">The version that the body is written in.</param>
/// <param name="ObjectId">The object that it is about.</param>
/// <param name="IsLive">True for an event of live mode.</param>
/// <param name="Outcome">One of <see cref="StripeEventOutcome"/>.</param>
/// <param name="Detail">What is wrong with it, when it is malformed.</param>
/// <param name="CreatedAt">When Stripe made it (UTC, whole seconds).</param>
/// <param name="ReceivedAt">When it was first archived (UTC).</param>
internal sealed record StripeEventResponse(
    string Id,
    string Type,
    string? ApiVersion,
    string? ObjectId,
    bool IsLive,
    string Outcome,
    string? Detail,
    DateTimeOffset CreatedAt,
    DateTimeOffset ReceivedAt)
{
    /// <summary>For queries: the bodies are not read.</summary>
    public static Expression<Func<StripeEvent, StripeEventResponse>> Projection { get; } = archived => new StripeEventResponse(
        archived.EventId,
        archived.Type,
        archived.ApiVersion,
        archived.ObjectId,
        archived.IsLive,
        archived.Outcome,
        archived.Detail,
        archived.CreatedAt,
        archived.ReceivedAt);

    public static Func<StripeEvent, StripeEventResponse> Of { get; } = Projection.Compile();
}
