using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Customers;

/// <summary>GET /v1/customers, without deleted ones, and without those of test clocks unless one is named.</summary>
internal static class ListCustomers
{
    public static void MapListCustomers(this StripeRoutes api) =>
        api.MapList("/v1/customers", ObjectNames.Customer, Filter, state => state.Customers);

    private static ListFilter<Customer> Filter(Parameters parameters)
    {
        var email = parameters.Text("email");
        var testClock = parameters.Text("test_clock");
        return new(Group: null, (_, customer) =>
            !customer.IsDeleted && (email is null || customer.Email == email) && customer.TestClockId == testClock);
    }
}
