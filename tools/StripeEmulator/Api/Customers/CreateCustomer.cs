using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>POST /v1/customers.</summary>
internal static class CreateCustomer
{
    public static void MapCreateCustomer(this StripeRoutes api) =>
        api.Map("POST", "/v1/customers", ObjectNames.Customer, CustomerParameters.Read, Apply);

    private static Customer Apply(ApiCall call, CustomerParameters parameters)
    {
        var created = call.State.Customers.Put(parameters.ApplyTo(new Customer
        {
            Id = StripeIds.Customer(),
            Created = call.State.Now,
            InvoicePrefix = StripeIds.InvoicePrefix(),
        }));
        call.State.Record(EventTypes.CustomerCreated, created, call.Cause);
        return call.State.Customers.Put(parameters.ApplyMethods(created, call));
    }
}
