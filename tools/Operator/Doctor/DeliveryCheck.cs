using Contracts;
using Stripe;

namespace Operator.Doctor;

/// <summary>Whether events that Stripe made are still waiting to be taken.</summary>
internal static class DeliveryCheck
{
    private const int PageSize = 100;

    // Stripe tries for three days, and a moment passes between an event and its delivery.
    private static readonly TimeSpan TriedFor = TimeSpan.FromDays(3);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    public static async Task<Finding> RunAsync(StripeClient stripe, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var waiting = await stripe.V1.Events.ListAsync(
            new EventListOptions
            {
                DeliverySuccess = false,
                Limit = PageSize,
                Created = new DateRangeOptions { GreaterThanOrEqual = now - TriedFor, LessThanOrEqual = now - Grace },
            },
            cancellationToken: cancellationToken);
        var ours = waiting.Data.Where(waits => StripeEventTypes.Handled.Contains(waits.Type)).ToList();
        return ours.Count == 0
            ? Finding.Well("Stripe has delivered every event of the last three days")
            : Finding.Wrong(
                $"{ours.Count} events of the last three days are not delivered, the oldest {ours[^1].Id} ({ours[^1].Type})",
                "Look in the dashboard, under Developers, Webhooks, what the ingress answered; when that is put right, Stripe sends them again.");
    }
}
