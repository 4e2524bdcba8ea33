using StripeEmulator.Api.Customers;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>GET /v1/customers/:id/payment_methods, and one of them.</summary>
internal static class CustomersPaymentMethods
{
    private const string Path = "/v1/customers/{id}/payment_methods";

    public static void MapCustomersPaymentMethods(this StripeRoutes api)
    {
        api.MapListOf(Path, ObjectNames.PaymentMethod, ListPaymentMethods.ReadFilter, RetrieveCustomer.FindLiving, state => state.PaymentMethods);
        api.Map("GET", Path + "/{method}", ObjectNames.PaymentMethod, call =>
        {
            var id = (string)call.Http.RouteValues["method"]!;
            return CustomersMethod.Find(call.State, id, RetrieveCustomer.FindLiving(call).Id, "payment_method");
        });
    }
}
