using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>DELETE /v1/customers/:id. What belonged to the customer stays; the customer answers as a tombstone from now on.</summary>
internal static class DeleteCustomer
{
    public static void MapDeleteCustomer(this StripeRoutes api) =>
        api.Map("DELETE", "/v1/customers/{id}", ObjectNames.Customer, Apply);

    private static Customer Apply(ApiCall call)
    {
        var last = RetrieveCustomer.FindLiving(call);
        call.State.Record(EventTypes.CustomerDeleted, last, call.Cause);
        return call.State.Customers.Put(last with { IsDeleted = true });
    }
}
