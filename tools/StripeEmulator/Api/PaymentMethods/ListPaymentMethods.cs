using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentMethods;

/// <summary>GET /v1/payment_methods of one customer.</summary>
internal static class ListPaymentMethods
{
    public static void MapListPaymentMethods(this StripeRoutes api) =>
        api.MapList("/v1/payment_methods", ObjectNames.PaymentMethod, Filter, state => state.PaymentMethods);

    /// <summary>What every list of payment methods may be narrowed to.</summary>
    public static Func<PaymentMethod, bool> ReadFilter(Parameters parameters)
    {
        var type = parameters.Text("type");
        var display = parameters.OneOf("allow_redisplay", AllowRedisplay.Values);
        return method => (type is null || method.TypeName == type) && (display is null || method.AllowRedisplay == display);
    }

    private static ListFilter<PaymentMethod> Filter(Parameters parameters)
    {
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        var matches = ReadFilter(parameters);
        return new(Group: parameters.RequiredText("customer"), (_, method) => matches(method));
    }
}
