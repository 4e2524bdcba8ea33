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
        var draft = parameters.ApplyTo(new Customer
        {
            Id = StripeIds.Customer(),
            Created = call.State.Now,
            InvoicePrefix = StripeIds.InvoicePrefix(),
        });
        var method = parameters.ResolveMethod(call, draft.Id);
        var created = call.State.Customers.Put(parameters.WithDefault(draft, call.State, method));
        call.State.Record(EventTypes.CustomerCreated, created, call.Cause);
        if (method is not null)
        {
            call.Processes.Wallets.Attach(method, created.Id, call.Cause);
        }

        return created;
    }
}
