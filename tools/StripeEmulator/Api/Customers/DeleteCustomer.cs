using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>DELETE /v1/customers/:id. Subscriptions end with it; what else belonged to
/// the customer stays, and the customer answers as a tombstone from now on.</summary>
internal static class DeleteCustomer
{
    public static void MapDeleteCustomer(this StripeRoutes api) =>
        api.Map("DELETE", "/v1/customers/{id}", ObjectNames.Customer, Apply);

    private static Customer Apply(ApiCall call) =>
        call.Processes.Subscriptions.DeleteCustomer(RetrieveCustomer.FindLiving(call), call.Cause);
}
