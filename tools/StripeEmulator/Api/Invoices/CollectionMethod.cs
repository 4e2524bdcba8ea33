using StripeEmulator.Api.Requests;

namespace StripeEmulator.Api.Invoices;

/// <summary><c>collection_method</c>: whether a customer is charged, or sent an invoice to pay.</summary>
internal static class CollectionMethod
{
    private const string Sends = "send_invoice";

    /// <summary>Whether an invoice is sent; null when nothing is said of it.</summary>
    public static bool? ReadSends(Parameters parameters) =>
        parameters.OneOf("collection_method", "charge_automatically", Sends) is { } method ? method == Sends : null;
}
