namespace StripeEmulator.State;

/// <summary>
/// Everything the account holds. One gate guards all of it: a request is a few microseconds of work in memory, and
/// one gate makes each of them atomic, its events included.
/// </summary>
internal sealed class StripeState(EmulatorClock clock, EmulatorSettings settings)
{
    public Lock Gate { get; } = new();

    public ResourceStore<Customer> Customers { get; } = new(StateLimits.CustomersMax);
    public ResourceStore<PaymentMethod> PaymentMethods { get; } = new(StateLimits.PaymentMethodsMax);
    public ResourceStore<PaymentIntent> PaymentIntents { get; } = new(StateLimits.PaymentIntentsMax, intent => intent.CustomerId);
    public ResourceStore<Charge> Charges { get; } = new(StateLimits.ChargesMax, charge => charge.PaymentIntentId);
    public ResourceStore<Event> Events { get; } = new(StateLimits.EventsMax);

    /// <summary>Business time in Unix seconds.</summary>
    public long Now => clock.BusinessSeconds;

    /// <summary>Called under the gate for each event that endpoints are to hear of; must not block.</summary>
    public event Action<Event, IReadOnlyList<WebhookEndpoint>>? DeliveryWanted;

    /// <summary>Forgets everything; ids that were handed out answer 404 from now on.</summary>
    public void Clear()
    {
        lock (Gate)
        {
            Customers.Clear();
            PaymentMethods.Clear();
            PaymentIntents.Clear();
            Charges.Clear();
            Events.Clear();
        }
    }

    public void Record(string type, StripeResource subject, EventCause cause, StripeResource? before = null)
    {
        var now = Now;
        var endpoints = settings.Endpoints.Where(endpoint => endpoint.Wants(type)).ToList();
        var recorded = Events.Put(new Event
        {
            Id = StripeIds.Event(subject, now),
            Created = now,
            Type = type,
            Subject = subject,
            Before = before,
            Version = settings.AccountVersion,
            Cause = cause,
            UndeliveredTo = [.. endpoints.Select(endpoint => endpoint.Id)],
        });
        DeliveryWanted?.Invoke(recorded, endpoints);
    }

    /// <summary>Sends an event again, to one endpoint or to all that want its type; false when there is no such endpoint.</summary>
    public bool Resend(Event recorded, string? endpointId)
    {
        var endpoints = settings.Endpoints
            .Where(endpoint => endpointId is null ? endpoint.Wants(recorded.Type) : endpoint.Id == endpointId)
            .ToList();
        DeliveryWanted?.Invoke(recorded, endpoints);
        return endpointId is null || endpoints.Count > 0;
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
        ObjectNames.Charge => Charges.Find(id),
        _ => null,
    };
}
