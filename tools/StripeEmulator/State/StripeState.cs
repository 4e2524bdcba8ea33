namespace StripeEmulator.State;

/// <summary>
/// Everything the account holds. One gate guards all of it: a request is a few microseconds of work in memory, and
/// one gate makes each of them atomic, its events included.
/// </summary>
internal sealed class StripeState
{
    private readonly EmulatorClock _clock;
    private readonly EmulatorSettings _settings;

    /// <summary>The moment at which something that was planned is happening; null is the present.</summary>
    private long? _moment;

    public StripeState(EmulatorClock clock, EmulatorSettings settings)
    {
        (_clock, _settings) = (clock, settings);
        PutConfigured();
    }

    public Lock Gate { get; } = new();

    public Schedule Schedule { get; } = new();

    public ResourceStore<Customer> Customers { get; } = new(StateLimits.CustomersMax);
    public ResourceStore<PaymentMethod> PaymentMethods { get; } = new(StateLimits.PaymentMethodsMax, method => method.CustomerId);
    public ResourceStore<PaymentIntent> PaymentIntents { get; } = new(StateLimits.PaymentIntentsMax, intent => intent.CustomerId);
    public ResourceStore<SetupIntent> SetupIntents { get; } = new(StateLimits.SetupIntentsMax, intent => intent.CustomerId);
    public ResourceStore<SetupAttempt> SetupAttempts { get; } = new(StateLimits.SetupAttemptsMax, attempt => attempt.SetupIntentId);
    public ResourceStore<Charge> Charges { get; } = new(StateLimits.ChargesMax, charge => charge.PaymentIntentId);
    public ResourceStore<Refund> Refunds { get; } = new(StateLimits.RefundsMax, refund => refund.ChargeId);
    public ResourceStore<Dispute> Disputes { get; } = new(StateLimits.DisputesMax, dispute => dispute.PaymentIntentId);
    public ResourceStore<EarlyFraudWarning> EarlyFraudWarnings { get; } = new(StateLimits.EarlyFraudWarningsMax);
    public ResourceStore<Product> Products { get; } = new(StateLimits.ProductsMax);
    public ResourceStore<Price> Prices { get; } = new(StateLimits.PricesMax, price => price.ProductId);
    public ResourceStore<Subscription> Subscriptions { get; } = new(StateLimits.SubscriptionsMax, subscription => subscription.CustomerId);
    public ResourceStore<Invoice> Invoices { get; } = new(StateLimits.InvoicesMax, invoice => invoice.CustomerId);
    public ResourceStore<InvoiceItem> InvoiceItems { get; } = new(StateLimits.InvoiceItemsMax, item => item.CustomerId);
    public ResourceStore<InvoicePayment> InvoicePayments { get; } = new(StateLimits.InvoicesMax, payment => payment.InvoiceId);
    public ResourceStore<CheckoutSession> CheckoutSessions { get; } = new(StateLimits.CheckoutSessionsMax, session => session.CustomerId);
    public ResourceStore<PortalSession> PortalSessions { get; } = new(StateLimits.PortalSessionsMax, session => session.Secret);
    public ResourceStore<PortalConfiguration> PortalConfigurations { get; } = new(StateLimits.PortalConfigurationsMax);
    public ResourceStore<Token> Tokens { get; } = new(StateLimits.TokensMax);
    public ResourceStore<WebhookEndpoint> WebhookEndpoints { get; } = new(StateLimits.WebhookEndpointsMax);
    public ResourceStore<Event> Events { get; } = new(StateLimits.EventsMax);

    /// <summary>Business time in Unix seconds.</summary>
    public long Now => _moment ?? _clock.BusinessSeconds;

    /// <summary>
    /// Goes to the moment of the oldest thing that is due and hands it over; null when nothing is. Whoever took it calls
    /// <see cref="ReturnToPresent"/> when it is done.
    /// </summary>
    public Reminder? StepToNextDue()
    {
        var due = Schedule.TakeDue(_clock.BusinessSeconds);
        _moment = due?.At;
        return due;
    }

    public void ReturnToPresent() => _moment = null;

    /// <summary>Called under the gate for each event that endpoints are to hear of; must not block.</summary>
    public event Action<Event, IReadOnlyList<WebhookEndpoint>>? DeliveryWanted;

    /// <summary>Called under the gate, with the endpoint's id; must not block.</summary>
    public event Action<string>? EndpointDeleted;

    /// <summary>Forgets everything but the configured endpoints and prices; ids that were handed out answer 404 from now on.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            Customers.Clear();
            PaymentMethods.Clear();
            PaymentIntents.Clear();
            SetupIntents.Clear();
            SetupAttempts.Clear();
            Charges.Clear();
            Refunds.Clear();
            Disputes.Clear();
            EarlyFraudWarnings.Clear();
            Products.Clear();
            Prices.Clear();
            Subscriptions.Clear();
            Invoices.Clear();
            InvoiceItems.Clear();
            InvoicePayments.Clear();
            CheckoutSessions.Clear();
            PortalSessions.Clear();
            PortalConfigurations.Clear();
            Tokens.Clear();
            foreach (var endpoint in Endpoints.ToList())
            {
                DeleteEndpoint(endpoint.Id);
            }

            Schedule.Clear();
            Events.Clear();
            PutConfigured();
        }
    }

    public void Record(string type, StripeResource subject, EventCause cause, StripeResource? before = null)
    {
        var now = Now;
        var endpoints = Endpoints.Where(endpoint => endpoint.Wants(type)).ToList();
        var recorded = Events.Put(new Event
        {
            Id = StripeIds.Event(subject, now),
            Created = now,
            Type = type,
            Subject = subject,
            Before = before,
            Version = _settings.AccountVersion,
            Cause = cause,
            UndeliveredTo = [.. endpoints.Select(endpoint => endpoint.Id)],
        });
        DeliveryWanted?.Invoke(recorded, endpoints);
    }

    /// <summary>Sends an event again, to one endpoint or to all that want its type; false when there is no such endpoint.</summary>
    public bool Resend(Event recorded, string? endpointId)
    {
        var endpoints = Endpoints
            .Where(endpoint => endpointId is null ? endpoint.Wants(recorded.Type) : endpoint.Id == endpointId)
            .ToList();
        DeliveryWanted?.Invoke(recorded, endpoints);
        return endpointId is null || endpoints.Count > 0;
    }

    public WebhookEndpoint? FindEndpoint(string id)
    {
        lock (Gate)
        {
            return WebhookEndpoints.Find(id);
        }
    }

    /// <summary>Nothing more is sent to it, retries included.</summary>
    public void DeleteEndpoint(string id)
    {
        WebhookEndpoints.Remove(id);
        EndpointDeleted?.Invoke(id);
    }

    /// <summary>An event that Stripe would still show, or null.</summary>
    public Event? FindEvent(string id) =>
        Events.Find(id) is { } found && IsKept(found) ? found : null;

    public bool IsKept(Event recorded) => recorded.Created >= Now - StateLimits.EventLifetimeSeconds;

    /// <summary>Counts pending_webhooks down when an endpoint took the event.</summary>
    public void MarkDelivered(string eventId, string endpointId)
    {
        lock (Gate)
        {
            if (Events.Find(eventId) is { } delivered && delivered.UndeliveredTo.Contains(endpointId))
            {
                Events.Put(delivered with { UndeliveredTo = delivered.UndeliveredTo.Remove(endpointId) });
            }
        }
    }

    /// <summary>Finds what an expandable field points to.</summary>
    public StripeResource? Find(string objectName, string id) => objectName switch
    {
        ObjectNames.Customer => Customers.Find(id),
        ObjectNames.PaymentMethod => PaymentMethods.Find(id),
        ObjectNames.PaymentIntent => PaymentIntents.Find(id),
        ObjectNames.SetupIntent => SetupIntents.Find(id),
        ObjectNames.SetupAttempt => SetupAttempts.Find(id),
        ObjectNames.Charge => Charges.Find(id),
        ObjectNames.Refund => Refunds.Find(id),
        ObjectNames.Product => Products.Find(id),
        ObjectNames.Price => Prices.Find(id),
        ObjectNames.Subscription => Subscriptions.Find(id),
        ObjectNames.Invoice => Invoices.Find(id),
        ObjectNames.CheckoutSession => CheckoutSessions.Find(id),
        ObjectNames.PortalConfiguration => PortalConfigurations.Find(id),
        _ => null,
    };

    /// <summary>Oldest first, disabled ones included.</summary>
    private IEnumerable<WebhookEndpoint> Endpoints => WebhookEndpoints.OlderThan(null).Reverse();

    private void PutConfigured()
    {
        foreach (var endpoint in _settings.Endpoints)
        {
            WebhookEndpoints.Put(endpoint);
        }

        foreach (var price in _settings.Prices)
        {
            Products.Put(PriceSettings.ProductOf(price));
            Prices.Put(price);
        }

        if (_settings.HasDefaultPortal)
        {
            PortalConfigurations.Put(new PortalConfiguration { Id = "bpc_configured", Created = 0, Updated = 0, IsDefault = true });
        }
    }
}
