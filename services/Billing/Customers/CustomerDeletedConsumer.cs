using Contracts;
using MassTransit;
using Messaging;
using Reliability.Inbox;

namespace Billing.Customers;

/// <summary>A customer was deleted at Stripe, and with it what could be charged.</summary>
/// <remarks>
/// A row that has another customer by now is left alone. One that comes to hold the deleted one later is put right by Stripe's
/// refusal of the next request.
/// </remarks>
internal sealed class CustomerDeletedConsumer(CustomerDirectory customers) : IConsumer<CustomerDeleted>
{
    public Task Consume(ConsumeContext<CustomerDeleted> context) =>
        customers.NoteDeletedAsync(context.Message.CustomerId, context.Message.OccurredAt, context.CancellationToken);
}

internal sealed class CustomerDeletedConsumerDefinition()
    : AtLeastOnceDefinition<CustomerDeletedConsumer, CustomerDeleted>(MessageRoutes.BillingCustomerDeleted, message => message.CustomerId);
