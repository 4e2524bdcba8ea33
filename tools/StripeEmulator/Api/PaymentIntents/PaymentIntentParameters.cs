using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.PaymentIntents;

/// <summary>What creating, updating and confirming have in common: fields of the payment, and what to pay with.</summary>
internal sealed record PaymentIntentParameters
{
    public required string? CaptureMethod { get; init; }
    public required Change<string> Customer { get; init; }
    public required Change<string> Description { get; init; }
    public required Change<string> ReceiptEmail { get; init; }
    public required Change<string> SetupFutureUsage { get; init; }
    public required Change<string> StatementDescriptor { get; init; }
    public required Change<string> StatementDescriptorSuffix { get; init; }
    public required Change<string> TransferGroup { get; init; }
    public required Change<Shipping> Shipping { get; init; }
    public required MetadataChange Metadata { get; init; }
    public required MethodParameters Method { get; init; }

    public static PaymentIntentParameters Read(Parameters parameters)
    {
        parameters.Accept("amount_details", "payment_details", "hooks");
        parameters.RefuseUncovered("Connect", "application_fee_amount", "on_behalf_of", "transfer_data");
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        return new PaymentIntentParameters
        {
            CaptureMethod = ReadCaptureMethod(parameters),
            Customer = parameters.TextChange("customer"),
            Description = parameters.TextChange("description"),
            ReceiptEmail = parameters.TextChange("receipt_email"),
            SetupFutureUsage = parameters.OneOfChange("setup_future_usage", "on_session", "off_session"),
            StatementDescriptor = parameters.TextChange("statement_descriptor", lengthMax: 22),
            StatementDescriptorSuffix = parameters.TextChange("statement_descriptor_suffix", lengthMax: 22),
            TransferGroup = parameters.TextChange("transfer_group"),
            Shipping = AddressParameters.ReadShipping(parameters),
            Metadata = parameters.Metadata(),
            Method = MethodParameters.Read(parameters),
        };
    }

    public static string? ReadCaptureMethod(Parameters parameters) =>
        parameters.OneOf("capture_method", "automatic", "automatic_async", "manual");

    /// <summary>The payment with these fields; the method is attached by <see cref="MethodParameters"/>.</summary>
    public PaymentIntent ApplyTo(PaymentIntent intent, StripeState state)
    {
        if (Customer.Value is { } customerId && state.Customers.Find(customerId) is not { IsDeleted: false })
        {
            throw StripeError.NoSuch(ObjectNames.Customer, customerId, "customer");
        }

        return intent with
        {
            CaptureMethod = CaptureMethod ?? intent.CaptureMethod,
            CustomerId = Customer.Or(intent.CustomerId),
            Description = Description.Or(intent.Description),
            ReceiptEmail = ReceiptEmail.Or(intent.ReceiptEmail),
            SetupFutureUsage = SetupFutureUsage.Or(intent.SetupFutureUsage),
            StatementDescriptor = StatementDescriptor.Or(intent.StatementDescriptor),
            StatementDescriptorSuffix = StatementDescriptorSuffix.Or(intent.StatementDescriptorSuffix),
            TransferGroup = TransferGroup.Or(intent.TransferGroup),
            Shipping = Shipping.Or(intent.Shipping),
            Metadata = Metadata.ApplyWithinLimit(intent.Metadata),
        };
    }
}
