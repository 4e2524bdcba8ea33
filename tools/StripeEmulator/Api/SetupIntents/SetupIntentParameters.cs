using StripeEmulator.Api.PaymentIntents;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.SetupIntents;

/// <summary>What creating and updating a setup intent have in common.</summary>
internal sealed record SetupIntentParameters(
    Change<string> Customer, Change<string> Description, MetadataChange Metadata, MethodParameters Method)
{
    public static SetupIntentParameters Read(Parameters parameters)
    {
        parameters.Accept("flow_directions");
        parameters.RefuseUncovered("Connect", "attach_to_self", "on_behalf_of");
        parameters.RefuseUncovered("accounts as customers", "customer_account");
        return new(
            parameters.TextChange("customer"),
            parameters.TextChange("description"),
            parameters.Metadata(),
            MethodParameters.Read(parameters));
    }

    /// <summary>The intent with these fields; a method that is named makes it ready to be confirmed.</summary>
    public SetupIntent ApplyTo(SetupIntent intent, StripeState state)
    {
        if (Customer.Value is { } customerId && state.Customers.Find(customerId) is not { IsDeleted: false })
        {
            throw StripeError.NoSuch(ObjectNames.Customer, customerId, "customer");
        }

        var method = Method.Resolve(state);
        return intent with
        {
            CustomerId = Customer.Or(intent.CustomerId),
            Description = Description.Or(intent.Description),
            Metadata = Metadata.ApplyWithinLimit(intent.Metadata),
            PaymentMethodId = method?.Id ?? intent.PaymentMethodId,
            Status = method is null ? intent.Status : SetupIntentStatus.RequiresConfirmation,
        };
    }
}
