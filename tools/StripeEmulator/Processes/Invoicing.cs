using System.Collections.Immutable;
using System.Globalization;
using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Writes invoices, silently: who asked for one knows where its events belong.</summary>
internal sealed class Invoicing(StripeState state, PendingItems pending)
{
    private const string CreationDescription = "Subscription creation";
    private const string UpdateDescription = "Subscription update";
    private const string ManualDescription = "Payment for Invoice";
    private const long DaySeconds = 86_400;

    /// <summary>A draft of the given lines and of every correction that waited for an invoice.</summary>
    public Invoice Draft(Subscription subscription, string reason, BillingPeriod period, ImmutableArray<InvoiceLine> lines)
    {
        var draft = Blank(subscription.CustomerId, subscription.Currency, reason) with
        {
            Period = period,
            SubscriptionId = subscription.Id,
            SubscriptionMetadata = subscription.Metadata,
            SendsToCustomer = subscription.SendsInvoices,
            DaysUntilDue = subscription.DaysUntilDue,
            AdvancesByItself = subscription.PausedCollection?.Behavior != PausedCollection.KeepAsDraft,
            PausedBehavior = subscription.PausedCollection?.Behavior,
        };
        var waiting = pending.Waiting(draft.CustomerId, draft.Currency, subscription.Id);
        return state.Invoices.Put(draft with { Lines = [.. pending.Take(waiting, draft.Id), .. lines] });
    }

    /// <summary>A draft without lines, not stored.</summary>
    public Invoice Blank(string customerId, string currency, string reason)
    {
        var customer = state.Customers.Find(customerId);
        return new Invoice
        {
            Id = StripeIds.Stamped("in", state.Now),
            Created = state.Now,
            CustomerId = customerId,
            CustomerEmail = customer?.Email,
            CustomerName = customer?.Name,
            TestClockId = customer?.TestClockId,
            Currency = currency,
            BillingReason = reason,
            Status = InvoiceStatus.Draft,
            Lines = [],
            Period = new BillingPeriod(state.Now, state.Now),
        };
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

    /// <summary>The lines of a first period that is cut short by an anchor: a part of each amount, or nothing.</summary>
    public ImmutableArray<InvoiceLine> LinesUntilAnchor(Subscription subscription, bool prorates)
    {
        var whole = new BillingPeriod(subscription.Recurrence.After(subscription.Period.End, -1), subscription.Period.End);
        return
        [
            .. LinesFor(subscription).Select(line => line with
            {
                AmountCents = prorates ? whole.ShareLeft(line.AmountCents, subscription.Period.Start) : 0,
                IsProration = true,
            }),
        ];
    }

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
            DueAt = draft.DaysUntilDue is { } days ? state.Now + (days * DaySeconds) : draft.DueAt,
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

    /// <summary>It is owed still, but nobody expects the money.</summary>
    public Invoice GiveUp(Invoice invoice, string reason) => state.Invoices.Put(invoice with
    {
        Status = InvoiceStatus.Uncollectible,
        MarkedUncollectibleAt = state.Now,
        UncollectibleReason = reason,
        AdvancesByItself = false,
        NextAttemptAt = null,
    });

    public InvoicePayment? PaymentOf(Invoice invoice) => state.InvoicePayments.OlderThan(null, invoice.Id).FirstOrDefault();

    /// <summary>A total below zero becomes the customer's credit; a credit pays the next invoice first.</summary>
    private Invoice UseCredit(Invoice draft)
    {
        if (state.Customers.Find(draft.CustomerId) is not { } customer)
        {
            return draft;
        }

        var (credited, balanceCents) = Credited(draft, customer);
        state.Customers.Put(customer with { BalanceCents = balanceCents });
        return credited;
    }

    /// <summary>The draft with the customer's credit used, and the balance that would be left.</summary>
    public static (Invoice Invoice, long BalanceCents) Credited(Invoice draft, Customer customer)
    {
        var start = customer.BalanceCents;
        var end = draft.TotalCents < 0 ? start + draft.TotalCents
            : start < 0 ? Math.Min(0, start + draft.TotalCents)
            : start;
        return (draft with { StartingBalanceCents = Math.Min(0, start), EndingBalanceCents = Math.Min(0, end) }, end);
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
            Description = invoice.SubscriptionId is null ? ManualDescription
                : invoice.BillingReason == BillingReasons.Create ? CreationDescription
                : UpdateDescription,
            StatementDescriptor = invoice.StatementDescriptor,
            SetupFutureUsage = invoice.SubscriptionId is null ? null : "off_session",
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
