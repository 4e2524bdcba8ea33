using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Control;

/// <summary>POST /_emulator/payments/:id/dispute: a payer who goes to the bank long after, maybe with a part refunded. The test cards do it at once.</summary>
internal static class DisputePayment
{
    public static void MapDisputePayment(this RouteGroupBuilder control) => control.MapPost("/payments/{id}/dispute", Dispute);

    private static Results<Ok<Opened>, NotFound, Conflict<Problem>> Dispute(
        string id, StripeState state, Timekeeper timekeeper, Disputes disputes)
    {
        lock (state.Gate)
        {
            using var still = state.Time.StandStill();
            timekeeper.CatchUp();
            if (state.PaymentIntents.Find(id) is not { LatestChargeId: { } chargeId } || state.Charges.Find(chargeId) is not { } charge)
            {
                return TypedResults.NotFound();
            }

            using var clock = state.Time.On(state.TestClockOf(charge.CustomerId));
            return charge is { IsDisputed: false, UnrefundedCents: > 0 }
                ? TypedResults.Ok(new Opened(disputes.OpenLate(charge).Id))
                : TypedResults.Conflict(new Problem("The payment has no money left to dispute, or was disputed before."));
        }
    }

    internal sealed record Opened(string Id);

    internal sealed record Problem(string Message);
}
