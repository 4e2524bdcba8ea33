using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>GET /v1/customers/:id, also of a deleted one.</summary>
internal static class RetrieveCustomer
{
    public static void MapRetrieveCustomer(this StripeRoutes api) =>
        api.Map("GET", "/v1/customers/{id}", ObjectNames.Customer, call =>
            call.State.Customers.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.Customer, call.Id));

    /// <summary>The customer in the path of a request that wants to change it: a deleted one is gone.</summary>
    public static Customer FindLiving(ApiCall call) =>
        call.State.Customers.Find(call.Id) is { IsDeleted: false } customer
            ? customer
            : throw StripeError.NotFound(ObjectNames.Customer, call.Id);
}
