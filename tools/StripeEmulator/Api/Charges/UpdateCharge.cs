using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Charges;

/// <summary>POST /v1/charges/:id: what is written beside it, not what it is.</summary>
internal static class UpdateCharge
{
    public static void MapUpdateCharge(this StripeRoutes api) =>
        api.Map("POST", "/v1/charges/{id}", ObjectNames.Charge, Read, Apply);

    private static Request Read(Parameters parameters) => new(
        parameters.TextChange("customer"),
        parameters.TextChange("description"),
        parameters.Nested("fraud_details")?.OneOfChange("user_report", "fraudulent", "safe") ?? default,
        parameters.TextChange("receipt_email"),
        AddressParameters.ReadShipping(parameters),
        parameters.TextChange("transfer_group"),
        parameters.Metadata());

    private static Charge Apply(ApiCall call, Request request)
    {
        var before = RetrieveCharge.Find(call);
        if (request.Customer.Value is { } customerId)
        {
            RefuseCustomer(call.State, before, customerId);
        }

        var after = call.State.Charges.Put(before with
        {
            CustomerId = request.Customer.Or(before.CustomerId),
            Description = request.Description.Or(before.Description),
            UserReport = request.UserReport.Or(before.UserReport),
            ReceiptEmail = request.ReceiptEmail.Or(before.ReceiptEmail),
            Shipping = request.Shipping.Or(before.Shipping),
            TransferGroup = request.TransferGroup.Or(before.TransferGroup),
            Metadata = request.Metadata.ApplyWithinLimit(before.Metadata),
        });
        if (!ResourceJson.AreSame(before, after, call.Version))
        {
            call.State.Record(EventTypes.ChargeUpdated, after, call.Cause, before);
        }

        return after;
    }

    private static void RefuseCustomer(StripeState state, Charge charge, string customerId)
    {
        if (state.Customers.Find(customerId) is not { IsDeleted: false })
        {
            throw StripeError.NoSuch(ObjectNames.Customer, customerId, "customer");
        }

        if (charge.CustomerId is { } owner && owner != customerId)
        {
            throw StripeError.InvalidParameter("This charge already belongs to another customer.", "customer");
        }
    }

    private sealed record Request(
        Change<string> Customer,
        Change<string> Description,
        Change<string> UserReport,
        Change<string> ReceiptEmail,
        Change<Shipping> Shipping,
        Change<string> TransferGroup,
        MetadataChange Metadata);
}
