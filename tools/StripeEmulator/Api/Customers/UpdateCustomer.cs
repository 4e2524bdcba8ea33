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
        var after = call.State.Customers.Put(parameters.ApplyMethods(parameters.ApplyTo(before), call));
        if (!ResourceJson.AreSame(before, after, call.Version))
        {
            call.State.Record(EventTypes.CustomerUpdated, after, call.Cause, before);
        }

        return after;
    }
}
