using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Refunds;

/// <summary>POST /v1/refunds/:id: metadata, and nothing else.</summary>
internal static class UpdateRefund
{
    public static void MapUpdateRefund(this StripeRoutes api) => api.Map(
        "POST",
        "/v1/refunds/{id}",
        ObjectNames.Refund,
        parameters => parameters.Metadata(),
        (call, metadata) =>
        {
            var refund = RetrieveRefund.Find(call);
            return call.Processes.Refunds.Update(refund, metadata.ApplyWithinLimit(refund.Metadata), call.Cause);
        });
}
