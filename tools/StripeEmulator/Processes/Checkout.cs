using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Completes Checkout sessions: takes the payment, makes what was bought, and tells of it in the order since basil.</summary>
internal sealed class Checkout
{
    private const long DaySeconds = 86_400;

    private readonly StripeState _state;
    private readonly Payments _payments;
    private readonly Subscriptions _subscriptions;
    private readonly Wallets _wallets;

    public Checkout(StripeState state, Payments payments, Subscriptions subscriptions, Wallets wallets)
    {
        (_state, _payments, _subscriptions, _wallets) = (state, payments, subscriptions, wallets);
        payments.Settled += OnSettled;
        state.Schedule.On(ReminderKind.CheckoutExpires, due => ExpireUnpaid(due.Id));
    }

    /// <summary>Stores a new session; unpaid, it ends by itself.</summary>
    public CheckoutSession Open(CheckoutSession session)
    {
        _state.Schedule.Remind(ReminderKind.CheckoutExpires, session.Id, session.ExpiresAt);
        return _state.CheckoutSessions.Put(session);
    }

    public CheckoutSession Expire(CheckoutSession session, EventCause cause)
    {
        var expired = _state.CheckoutSessions.Put(session with { Status = CheckoutStatus.Expired });
        _state.Record(EventTypes.CheckoutExpired, expired, cause);
        return expired;
    }

    /// <summary>Pays with the method; null, or why it was refused, with the session open for another.</summary>
    public Decline? Pay(CheckoutSession session, PaymentMethod method, Payer payer, EventCause cause)
    {
        using var clock = _state.Time.On(_state.TestClockOf(session.CustomerId));
        var paying = session with
        {
            PayerEmail = payer.Email ?? session.CustomerEmail ?? CustomerOf(session)?.Email,
            PayerName = payer.Name ?? CustomerOf(session)?.Name,
        };
        return paying.IsSubscription ? PaySubscription(paying, method, cause) : PayOnce(paying, method, cause);
    }

    private void ExpireUnpaid(string sessionId)
    {
        if (_state.CheckoutSessions.Find(sessionId) is { Status: CheckoutStatus.Open } stillOpen)
        {
            Expire(stillOpen, EventCause.Stripe);
        }
    }

    private Decline? PayOnce(CheckoutSession session, PaymentMethod method, EventCause cause)
    {
        // A refused card leaves no customer behind.
        var (customer, isNew) = CustomerFor(session, session.AlwaysCreatesCustomer && (method.IsDelayed || method.Decline is null));
        session = session with { CustomerId = customer?.Id };
        if (session.DueNowCents == 0)
        {
            RecordCustomer(customer, isNew, cause);
            Complete(session, CheckoutPaymentStatus.NoPaymentRequired, cause);
            return null;
        }

        var (created, isFirstTry) = IntentFor(session);
        var attempt = _payments.Charge(created, method);
        if (attempt.Charge.Decline is { } decline)
        {
            RecordDecline(session, isFirstTry ? created : null, attempt, cause);
            return decline;
        }

        _payments.RecordCharge(attempt, cause);
        if (created.SetupFutureUsage is not null && customer is not null)
        {
            _wallets.Attach(method, customer.Id, cause);
        }

        RecordCustomer(customer, isNew, cause);
        _payments.RecordIntent(attempt, cause);
        if (isFirstTry)
        {
            _state.Record(EventTypes.PaymentIntentCreated, created, cause);
        }

        Complete(
            session with { PaymentIntentId = created.Id },
            attempt.Charge.IsPending ? CheckoutPaymentStatus.Unpaid : CheckoutPaymentStatus.Paid,
            cause);
        return null;
    }

    private Decline? PaySubscription(CheckoutSession session, PaymentMethod method, EventCause cause)
    {
        // Since basil there is no subscription before its payment went well: a refused card leaves only a payment behind.
        if (method.Decline is { } decline)
        {
            var (created, isFirstTry) = IntentFor(session);
            RecordDecline(session, isFirstTry ? created : null, _payments.Charge(created, method), cause);
            return decline;
        }

        var (customer, isNew) = CustomerFor(session, isNeeded: true);
        var data = session.SubscriptionData;
        var now = _state.Now;
        _subscriptions.Start(
            new NewSubscription
            {
                CustomerId = customer!.Id,
                Items =
                [
                    .. session.Lines.Where(line => line.Price.Recurrence is not null).Select(line =>
                        new SubscriptionItem(StripeIds.SubscriptionItem(), now, line.Price, line.Quantity, MetadataChange.Empty)),
                ],
                IsClassic = session.IsClassic,
                FirstMethod = method,
                DefaultPaymentMethodId = method.Id,
                Description = data.Description,
                TrialEnd = data.TrialDays is { } days ? now + (days * DaySeconds) : null,
                MissingPaymentMethod = data.MissingPaymentMethod,
                Metadata = data.Metadata,
            },
            cause,
            announce: (subscription, invoice) =>
            {
                _wallets.Attach(method, customer.Id, cause);
                RecordCustomer(customer, isNew, cause);
                Complete(
                    session with { CustomerId = customer.Id, SubscriptionId = subscription.Id, InvoiceId = invoice.Id, PaymentIntentId = null },
                    session.DueNowCents == 0 ? CheckoutPaymentStatus.NoPaymentRequired : CheckoutPaymentStatus.Paid,
                    cause);
            });
        return null;
    }

    private void Complete(CheckoutSession session, CheckoutPaymentStatus paymentStatus, EventCause cause)
    {
        var completed = _state.CheckoutSessions.Put(
            session with { Status = CheckoutStatus.Complete, PaymentStatus = paymentStatus });
        _state.Record(EventTypes.CheckoutCompleted, completed, cause);
    }

    /// <summary>A delayed payment of a session has its outcome.</summary>
    private void OnSettled(PaymentAttempt attempt, EventCause cause)
    {
        if (attempt.Intent.CheckoutSessionId is not { } id || _state.CheckoutSessions.Find(id) is not { } session)
        {
            return;
        }

        var settled = _state.CheckoutSessions.Put(session with
        {
            PaymentStatus = attempt.Succeeded ? CheckoutPaymentStatus.Paid : CheckoutPaymentStatus.Unpaid,
        });
        var type = attempt.Succeeded ? EventTypes.CheckoutAsyncPaymentSucceeded : EventTypes.CheckoutAsyncPaymentFailed;
        _state.Record(type, settled, cause);
    }

    /// <summary>The session stays open and keeps the payment for the next card.</summary>
    private void RecordDecline(CheckoutSession session, PaymentIntent? created, PaymentAttempt attempt, EventCause cause)
    {
        if (created is not null)
        {
            _state.Record(EventTypes.PaymentIntentCreated, created, cause);
        }

        _payments.RecordCharge(attempt, cause);
        _payments.RecordIntent(attempt, cause);
        _state.CheckoutSessions.Put(session with { PaymentIntentId = attempt.Intent.Id });
    }

    /// <summary>The session's payment, kept from an earlier try when there was one.</summary>
    private (PaymentIntent Intent, bool IsFirstTry) IntentFor(CheckoutSession session)
    {
        if (session.PaymentIntentId is { } known && _state.PaymentIntents.Find(known) is { } earlier)
        {
            return (earlier with { CustomerId = session.CustomerId }, false);
        }

        var data = session.PaymentData;
        var id = StripeIds.PaymentIntent(_state.Now);
        return (_state.PaymentIntents.Put(new PaymentIntent
        {
            Id = id,
            Created = _state.Now,
            AmountCents = session.DueNowCents,
            Currency = session.Currency,
            ClientSecret = StripeIds.ClientSecret(id),
            Status = PaymentIntentStatus.RequiresPaymentMethod,
            CustomerId = session.CustomerId,
            CheckoutSessionId = session.Id,
            Description = data.Description,
            ReceiptEmail = data.ReceiptEmail,
            SetupFutureUsage = data.SetupFutureUsage,
            StatementDescriptor = data.StatementDescriptor,
            StatementDescriptorSuffix = data.StatementDescriptorSuffix,
            TransferGroup = data.TransferGroup,
            AutomaticPaymentMethods = null,
            Metadata = data.Metadata,
        }), true);
    }

    private (Customer? Customer, bool IsNew) CustomerFor(CheckoutSession session, bool isNeeded)
    {
        if (CustomerOf(session) is { } known)
        {
            return (known, false);
        }

        return !isNeeded ? (null, false) : (_state.Customers.Put(new Customer
        {
            Id = StripeIds.Customer(),
            Created = _state.Now,
            Email = session.PayerEmail,
            Name = session.PayerName,
            InvoicePrefix = StripeIds.InvoicePrefix(),
        }), true);
    }

    private void RecordCustomer(Customer? customer, bool isNew, EventCause cause)
    {
        if (customer is not null && isNew)
        {
            _state.Record(EventTypes.CustomerCreated, customer, cause);
        }
    }

    private Customer? CustomerOf(CheckoutSession session) =>
        session.CustomerId is { } id ? _state.Customers.Find(id) : null;
}

/// <summary>What the payer typed besides the means of payment.</summary>
internal sealed record Payer(string? Email, string? Name);
