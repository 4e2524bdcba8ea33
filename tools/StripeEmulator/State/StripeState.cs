namespace StripeEmulator.State;

/// <summary>
/// Everything the account holds. One gate guards all of it: a request is a few microseconds of work in memory, and
/// one gate makes each of them atomic, its events included.
/// </summary>
internal sealed class StripeState
{
    private readonly EmulatorSettings _settings;
    private readonly Dictionary<string, IResourceStore> _stores;

    public StripeState(EmulatorClock clock, EmulatorSettings settings)
    {
        _settings = settings;
        Time = new BusinessTime(clock, TestClocks);
        Schedule = new Schedule(Time);
        _stores = new Dictionary<string, IResourceStore>(StringComparer.Ordinal)
        {
            [nameof(Customers)] = Customers,
            [nameof(PaymentMethods)] = PaymentMethods,
            [nameof(PaymentIntents)] = PaymentIntents,
            [nameof(Charges)] = Charges,
            [nameof(BalanceTransactions)] = BalanceTransactions,
            [nameof(Refunds)] = Refunds,
            [nameof(SetupIntents)] = SetupIntents,
            [nameof(SetupAttempts)] = SetupAttempts,
            [nameof(Tokens)] = Tokens,
            [nameof(Disputes)] = Disputes,
            [nameof(EarlyFraudWarnings)] = EarlyFraudWarnings,
            [nameof(Products)] = Products,
            [nameof(Prices)] = Prices,
            [nameof(Subscriptions)] = Subscriptions,
            [nameof(Invoices)] = Invoices,
            [nameof(InvoiceItems)] = InvoiceItems,
            [nameof(InvoicePayments)] = InvoicePayments,
            [nameof(CheckoutSessions)] = CheckoutSessions,
            [nameof(PortalSessions)] = PortalSessions,
            [nameof(PortalConfigurations)] = PortalConfigurations,
            [nameof(WebhookEndpoints)] = WebhookEndpoints,
            [nameof(TestClocks)] = TestClocks,
            [nameof(Events)] = Events,
        };
        PutConfigured();
    }

    public Lock Gate { get; } = new();

    /// <summary>By which clock, and at which moment of it, work is done.</summary>
    public BusinessTime Time { get; }

    public Schedule Schedule { get; }

    public ResourceStore<Customer> Customers { get; } = new(StateLimits.CustomersMax);
    public ResourceStore<PaymentMethod> PaymentMethods { get; } = new(StateLimits.PaymentMethodsMax, method => method.CustomerId);
    public ResourceStore<PaymentIntent> PaymentIntents { get; } = new(StateLimits.PaymentIntentsMax, intent => intent.CustomerId);
    public ResourceStore<SetupIntent> SetupIntents { get; } = new(StateLimits.SetupIntentsMax, intent => intent.CustomerId);
    public ResourceStore<SetupAttempt> SetupAttempts { get; } = new(StateLimits.SetupAttemptsMax, attempt => attempt.SetupIntentId);
    public ResourceStore<Charge> Charges { get; } = new(StateLimits.ChargesMax, charge => charge.PaymentIntentId);
    public ResourceStore<BalanceTransaction> BalanceTransactions { get; } =
        new(StateLimits.BalanceTransactionsMax, transaction => transaction.SourceId);
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
    public ResourceStore<TestClock> TestClocks { get; } = new(StateLimits.TestClocksMax);
    public ResourceStore<Event> Events { get; } = new(StateLimits.EventsMax);

    /// <summary>Business time in Unix seconds, by the clock that is worked by.</summary>
    public long Now => Time.Now;

    /// <summary>The oldest thing that is due by the account's clock, else by a test clock; null when nothing is.</summary>
    public Reminder? TakeDue()
    {
        var due = Schedule.TakeDue(testClockId: null, Time.PresentOf(null));
        if (due is null && TestClocks.Count > 0)
        {
            due = TestClocks.OlderThan(null)
                .Select(clock => Schedule.TakeDue(clock.Id, clock.Target ?? clock.FrozenTime))
                .FirstOrDefault(found => found is not null);
        }

        return due;
    }

    /// <summary>The subscription that an item belongs to.</summary>
    public Subscription? SubscriptionOfItem(string itemId) =>
        Subscriptions.OlderThan(null).FirstOrDefault(subscription => subscription.Items.Any(item => item.Id == itemId));

    /// <summary>The test clock that a customer lives by; null is the account's clock.</summary>
    public string? TestClockOf(string? customerId) => customerId is null ? null : Customers.Find(customerId)?.TestClockId;

    /// <summary>Called under the gate for each event that happens, with the endpoints that are to hear of it; must not block.</summary>
    public event Action<Event, IReadOnlyList<WebhookEndpoint>>? DeliveryWanted;

    /// <summary>
    /// Called under the gate for each event that is to be sent once more, with the endpoints, and whether Stripe CLIs are to
    /// hear of it as well; must not block.
    /// </summary>
    public event Action<Event, IReadOnlyList<WebhookEndpoint>, bool>? ResendWanted;

    /// <summary>Called under the gate, with the endpoint's id; must not block.</summary>
    public event Action<string>? EndpointDeleted;

    /// <summary>Forgets everything but the configured endpoints and prices; ids that were handed out answer 404 from now on.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            foreach (var endpoint in Endpoints.ToList())
            {
                DeleteEndpoint(endpoint.Id);
            }

            foreach (var store in _stores.Values)
            {
                store.Clear();
            }

            Schedule.Clear();
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
            KeptSince = Time.TestClockId is null ? null : Time.PresentOf(null),
            Type = type,
            Subject = subject,
            Before = before,
            Version = _settings.AccountVersion,
            Cause = cause,
            UndeliveredTo = [.. endpoints.Select(endpoint => endpoint.Id)],
        });
        DeliveryWanted?.Invoke(recorded, endpoints);
    }

    /// <summary>Sends an event again, to one endpoint or to whoever wants its type; false when there is no such endpoint.</summary>
    public bool Resend(Event recorded, string? endpointId)
    {
        var endpoints = Endpoints
            .Where(endpoint => endpointId is null ? endpoint.Wants(recorded.Type) : endpoint.Id == endpointId)
            .ToList();
        ResendWanted?.Invoke(recorded, endpoints, endpointId is null);
        return endpointId is null || endpoints.Count > 0;
    }

    /// <summary>Sends an event again to the Stripe CLIs that listen, and to no endpoint.</summary>
    public void ResendToListeners(Event recorded) => ResendWanted?.Invoke(recorded, [], true);

    /// <summary>Oldest first, disabled ones included.</summary>
    public IEnumerable<WebhookEndpoint> Endpoints => WebhookEndpoints.OlderThan(null).Reverse();

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

    public bool IsKept(Event recorded) => (recorded.KeptSince ?? recorded.Created) >= Time.PresentOf(null) - StateLimits.EventLifetimeSeconds;

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
        ObjectNames.BalanceTransaction => BalanceTransactions.Find(id),
        ObjectNames.BalanceSource => (StripeResource?)Charges.Find(id) ?? (StripeResource?)Refunds.Find(id) ?? Disputes.Find(id),
        ObjectNames.Refund => Refunds.Find(id),
        ObjectNames.Product => Products.Find(id),
        ObjectNames.Price => Prices.Find(id),
        ObjectNames.Subscription => Subscriptions.Find(id),
        ObjectNames.Invoice => Invoices.Find(id),
        ObjectNames.CheckoutSession => CheckoutSessions.Find(id),
        ObjectNames.PortalConfiguration => PortalConfigurations.Find(id),
        ObjectNames.TestClock => TestClocks.Find(id),
        _ => null,
    };

    /// <summary>Grows with every change.</summary>
    public long Changes
    {
        get
        {
            lock (Gate)
            {
                return ChangesUnderGate();
            }
        }
    }

    public SavedState Save()
    {
        lock (Gate)
        {
            return new SavedState
            {
                Changes = ChangesUnderGate(),
                Resources = _stores.ToDictionary(store => store.Key, store => store.Value.All),
                Reminders = Schedule.Waiting(),
            };
        }
    }

    /// <summary>Takes what was saved in place of what is there. What is configured stays as it is configured now.</summary>
    public void Restore(SavedState saved)
    {
        lock (Gate)
        {
            Clear();
            foreach (var (name, resources) in saved.Resources)
            {
                foreach (var resource in resources.Where(resource => !IsConfiguredEndpoint(resource)))
                {
                    _stores.GetValueOrDefault(name)?.Restore(resource);
                }
            }

            foreach (var reminder in saved.Reminders)
            {
                Schedule.Add(reminder);
            }

            PutConfigured();
        }
    }

    private long ChangesUnderGate() => _stores.Values.Sum(store => store.Changes);

    private static bool IsConfiguredEndpoint(StripeResource resource) =>
        resource is WebhookEndpoint && resource.Id.StartsWith(EmulatorSettings.ConfiguredEndpointPrefix, StringComparison.Ordinal);

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
