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
    private readonly CheckoutPayments _begun;

    public Checkout(StripeState state, Payments payments, Subscriptions subscriptions, Wallets wallets)
    {
        (_state, _payments, _subscriptions, _wallets) = (state, payments, subscriptions, wallets);
        _begun = new CheckoutPayments(state);
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

    /// <summary>Pays with the method. Refused or with a question to the payer, the session stays open for it and for other methods.</summary>
    public CheckoutOutcome Pay(
        CheckoutSession session, PaymentMethod method, Payer payer, Confirmation confirmation, EventCause cause)
    {
        using var clock = _state.Time.On(_state.TestClockOf(session.CustomerId));
        var paying = session with
        {
            PayerEmail = payer.Email ?? session.CustomerEmail ?? CustomerOf(session)?.Email,
            PayerName = payer.Name ?? CustomerOf(session)?.Name,
        };
        return paying.IsSubscription
            ? PaySubscription(paying, method, confirmation, cause)
            : PayOnce(paying, method, confirmation, cause);
    }

    /// <summary>The payer was asked, and has answered.</summary>
    public CheckoutOutcome Answer(CheckoutSession session, PaymentIntent intent, PaymentMethod method, bool agrees, EventCause cause) =>
        agrees
            ? Pay(session, method, new Payer(session.PayerEmail, session.PayerName), Confirmation.Authenticated, cause)
            : Unpaid(session, created: null, _payments.Refuse(intent, method), cause);

    private void ExpireUnpaid(string sessionId)
    {
        if (_state.CheckoutSessions.Find(sessionId) is { Status: CheckoutStatus.Open } stillOpen)
        {
            Expire(stillOpen, EventCause.Stripe);
        }
    }

    private CheckoutOutcome PayOnce(CheckoutSession session, PaymentMethod method, Confirmation confirmation, EventCause cause)
    {
        // A refused card leaves no customer behind.
        var (customer, isNew) = CustomerFor(session, session.AlwaysCreatesCustomer && GoesThrough(method, confirmation));
        session = session with { CustomerId = customer?.Id };
        if (session.DueNowCents == 0)
        {
            RecordCustomer(customer, isNew, cause);
            Complete(session, CheckoutPaymentStatus.NoPaymentRequired, cause);
            return CheckoutOutcome.Done;
        }

        var (created, isFirstTry) = _begun.For(session);
        var attempt = _payments.Charge(created, method, confirmation);
        if (!attempt.Succeeded && !attempt.IsPending)
        {
            return Unpaid(session, isFirstTry ? created : null, attempt, cause);
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
            attempt.IsPending || attempt.AwaitsCapture ? CheckoutPaymentStatus.Unpaid : CheckoutPaymentStatus.Paid,
            cause);
        return CheckoutOutcome.Done;
    }

    private CheckoutOutcome PaySubscription(CheckoutSession session, PaymentMethod method, Confirmation confirmation, EventCause cause)
    {
        // Since basil there is no subscription before its payment went well: until then there is only a payment.
        if (session.DueNowCents > 0 && !GoesThrough(method, confirmation))
        {
            var (created, isFirstTry) = _begun.For(session);
            return Unpaid(session, isFirstTry ? created : null, _payments.Charge(created, method, confirmation), cause);
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
                Confirmation = confirmation,
                BegunPayment = session.PaymentIntentId is { } begun ? _state.PaymentIntents.Find(begun) : null,
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
        return CheckoutOutcome.Done;
    }

    private static bool GoesThrough(PaymentMethod method, Confirmation confirmation) =>
        !confirmation.Asks(method) && (method.IsDelayed || method.Decline is null);

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

    /// <summary>The session stays open and keeps the payment for the payer's answer, or for the next card.</summary>
    private CheckoutOutcome Unpaid(CheckoutSession session, PaymentIntent? created, PaymentAttempt attempt, EventCause cause)
    {
        if (created is not null)
        {
            _state.Record(EventTypes.PaymentIntentCreated, created, cause);
        }

        _payments.RecordCharge(attempt, cause);
        _payments.RecordIntent(attempt, cause);
        _state.CheckoutSessions.Put(session with { PaymentIntentId = attempt.Intent.Id });
        return new CheckoutOutcome(attempt.Decline, attempt.AsksPayer ? attempt.Intent.RequiredAction : null);
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

/// <summary>What came of a try to pay a session: done, refused, or the payer has to be asked first.</summary>
internal sealed record CheckoutOutcome(Decline? Decline, RequiredAction? Question)
{
    public static readonly CheckoutOutcome Done = new(null, null);

    public bool IsDone => this is { Decline: null, Question: null };
}
