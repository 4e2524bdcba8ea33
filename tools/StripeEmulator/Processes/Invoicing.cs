using System.Collections.Immutable;
using System.Globalization;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Writes invoices, silently: who asked for one knows where its events belong.</summary>
internal sealed class Invoicing(StripeState state)
{
    private const string CreationDescription = "Subscription creation";
    private const string UpdateDescription = "Subscription update";

    /// <summary>A draft of the given lines and of every correction that waited for an invoice.</summary>
    public Invoice Draft(Subscription subscription, string reason, BillingPeriod period, ImmutableArray<InvoiceLine> lines)
    {
        var id = StripeIds.Stamped("in", state.Now);
        var customer = state.Customers.Find(subscription.CustomerId);
        return state.Invoices.Put(new Invoice
        {
            Id = id,
            Created = state.Now,
            CustomerId = subscription.CustomerId,
            CustomerEmail = customer?.Email,
            CustomerName = customer?.Name,
            Currency = subscription.Currency,
            BillingReason = reason,
            Status = InvoiceStatus.Draft,
            Lines = [.. TakePending(subscription, id), .. lines],
            Period = period,
            SubscriptionId = subscription.Id,
            SubscriptionMetadata = subscription.Metadata,
        });
    }

    /// <summary>The lines of a whole period; free while a trial runs.</summary>
    public ImmutableArray<InvoiceLine> LinesFor(Subscription subscription) =>
    [
        .. subscription.Items.Select(item => new InvoiceLine
        {
            Id = StripeIds.Stamped("il", state.Now),
            AmountCents = subscription.Status == SubscriptionStatus.Trialing ? 0 : item.AmountCents,
            Description = DescriptionOf(subscription, item),
            Period = subscription.Period,
            Price = item.Price,
            Quantity = item.Quantity,
            SubscriptionId = subscription.Id,
            SubscriptionItemId = item.Id,
            Metadata = subscription.Metadata,
        }),
    ];

    /// <summary>
    /// Makes the draft final: it gets its number, uses the customer's credit, and for what is left a payment, which is null
    /// when nothing is.
    /// </summary>
    /// <param name="begun">The payment to collect it with, when one was begun before there was an invoice.</param>
    public (Invoice Invoice, PaymentIntent? Intent) Finalize(Invoice draft, PaymentIntent? begun = null)
    {
        var invoice = UseCredit(draft) with
        {
            Status = InvoiceStatus.Open,
            FinalizedAt = state.Now,
            FinalizesAt = null,
            Number = NextNumber(draft),
        };
        if (invoice.DueCents == 0)
        {
            return (state.Invoices.Put(invoice), null);
        }

        var intent = state.PaymentIntents.Put(IntentFor(invoice, begun));
        state.InvoicePayments.Put(new InvoicePayment
        {
            Id = StripeIds.Stamped("inpay", state.Now),
            Created = state.Now,
            InvoiceId = invoice.Id,
            PaymentIntentId = intent.Id,
            Currency = invoice.Currency,
            RequestedCents = invoice.DueCents,
        });
        return (state.Invoices.Put(invoice with { PaymentIntentId = intent.Id }), intent);
    }

    /// <summary>Marks it paid; without a charge nothing was due, or it was paid elsewhere.</summary>
    public Invoice MarkPaid(Invoice invoice, Charge? charge, bool isAutomatic)
    {
        if (charge is not null && PaymentOf(invoice) is { } payment)
        {
            state.InvoicePayments.Put(payment with { PaidAt = state.Now });
        }

        return state.Invoices.Put(invoice with
        {
            Status = InvoiceStatus.Paid,
            PaidAt = state.Now,
            ChargeId = charge?.Id,
            AdvancesByItself = false,
            NextAttemptAt = null,
            AttemptCount = invoice.AttemptCount + (charge is null ? 0 : 1),
            AutomaticAttempts = invoice.AutomaticAttempts + (charge is not null && isAutomatic ? 1 : 0),
        });
    }

    /// <summary>Nobody owes it any more.</summary>
    public Invoice Void(Invoice invoice)
    {
        if (PaymentOf(invoice) is { } payment)
        {
            state.InvoicePayments.Put(payment with { CanceledAt = state.Now });
        }

        return state.Invoices.Put(invoice with
        {
            Status = InvoiceStatus.Void,
            VoidedAt = state.Now,
            AdvancesByItself = false,
            NextAttemptAt = null,
        });
    }

    public InvoicePayment? PaymentOf(Invoice invoice) => state.InvoicePayments.OlderThan(null, invoice.Id).FirstOrDefault();

    private IEnumerable<InvoiceLine> TakePending(Subscription subscription, string invoiceId)
    {
        var pending = state.InvoiceItems.OlderThan(null, subscription.CustomerId)
            .Where(item => item.InvoiceId is null && item.SubscriptionId == subscription.Id)
            .Reverse()
            .ToList();
        foreach (var item in pending)
        {
            state.InvoiceItems.Put(item with { InvoiceId = invoiceId });
        }

        return pending.Select(item => new InvoiceLine
        {
            Id = StripeIds.Stamped("il", state.Now),
            AmountCents = item.AmountCents,
            Description = item.Description,
            Period = item.Period,
            Price = item.Price,
            Quantity = item.Quantity,
            SubscriptionId = item.SubscriptionId,
            SubscriptionItemId = item.SubscriptionItemId,
            InvoiceItemId = item.Id,
        });
    }

    /// <summary>A total below zero becomes the customer's credit; a credit pays the next invoice first.</summary>
    private Invoice UseCredit(Invoice draft)
    {
        if (state.Customers.Find(draft.CustomerId) is not { } customer)
        {
            return draft;
        }

        var start = customer.BalanceCents;
        var end = draft.TotalCents < 0 ? start + draft.TotalCents
            : start < 0 ? Math.Min(0, start + draft.TotalCents)
            : start;
        state.Customers.Put(customer with { BalanceCents = end });
        return draft with { StartingBalanceCents = Math.Min(0, start), EndingBalanceCents = Math.Min(0, end) };
    }

    private PaymentIntent IntentFor(Invoice invoice, PaymentIntent? begun)
    {
        var id = begun?.Id ?? StripeIds.PaymentIntent(state.Now);
        var intent = begun ?? new PaymentIntent
        {
            Id = id,
            Created = state.Now,
            AmountCents = invoice.DueCents,
            Currency = invoice.Currency,
            ClientSecret = StripeIds.ClientSecret(id),
            Status = PaymentIntentStatus.RequiresPaymentMethod,
            AutomaticPaymentMethods = null,
        };
        return intent with
        {
            AmountCents = invoice.DueCents,
            CustomerId = invoice.CustomerId,
            InvoiceId = invoice.Id,
            Description = invoice.BillingReason == BillingReasons.Create ? CreationDescription : UpdateDescription,
            SetupFutureUsage = "off_session",
        };
    }

    private string NextNumber(Invoice invoice)
    {
        var issued = state.Invoices.OlderThan(null, invoice.CustomerId).Count(other => other.Number is not null);
        var prefix = state.Customers.Find(invoice.CustomerId)?.InvoicePrefix ?? StripeIds.InvoicePrefix();
        return string.Create(CultureInfo.InvariantCulture, $"{prefix}-{issued + 1:0000}");
    }

    private string DescriptionOf(Subscription subscription, SubscriptionItem item)
    {
        var product = state.Products.Find(item.Price.ProductId)?.Name ?? item.Price.ProductId;
        return subscription.Status == SubscriptionStatus.Trialing
            ? $"Trial period for {product}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{item.Quantity} × {product} (at {Amounts.Shown(item.Price)} / {item.Price.Recurrence!.Interval})");
    }
}
