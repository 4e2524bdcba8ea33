using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>GET /v1/payment_methods of one customer.</summary>
internal static class ListPaymentMethods
{
    public static void MapListPaymentMethods(this StripeRoutes api) =>
        api.MapList("/v1/payment_methods", ObjectNames.PaymentMethod, Filter, state => state.PaymentMethods);

    private static ListFilter<PaymentMethod> Filter(Parameters parameters)
    {
        var type = parameters.Text("type");
        return new(Group: parameters.RequiredText("customer"), (_, method) => type is null || method.TypeName == type);
    }
}
