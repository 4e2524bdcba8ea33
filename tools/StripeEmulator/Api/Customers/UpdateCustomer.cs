using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>POST /v1/customers/:id. Only a change that changes something is an event.</summary>
internal static class UpdateCustomer
{
    public static void MapUpdateCustomer(this StripeRoutes api) =>
        api.Map("POST", "/v1/customers/{id}", ObjectNames.Customer, CustomerParameters.Read, Apply);

    private static Customer Apply(ApiCall call, CustomerParameters parameters)
    {
        var before = RetrieveCustomer.FindLiving(call);
        var method = parameters.ResolveMethod(call, before.Id);
        var after = call.State.Customers.Put(parameters.WithDefault(parameters.ApplyTo(before), call.State, method));
        if (method is not null)
        {
            call.Processes.Wallets.Attach(method, after.Id, call.Cause);
        }

        if (!ResourceJson.AreSame(before, after, call.Version))
        {
            call.State.Record(EventTypes.CustomerUpdated, after, call.Cause, before);
        }

        return after;
    }
}
