using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Disputes;

/// <summary>POST /v1/disputes/:id/close: gives in.</summary>
internal static class CloseDispute
{
    public static void MapCloseDispute(this StripeRoutes api) =>
        api.Map("POST", "/v1/disputes/{id}/close", ObjectNames.Dispute, call =>
            call.Processes.Disputes.Close(RetrieveDispute.FindOpen(call), call.Cause));
}
