using StripeEmulator.State;

namespace StripeEmulator.Processes;

/// <summary>Tells some days before a renewal what it will cost. The invoice it tells of has no id: it is not made yet.</summary>
internal sealed class UpcomingInvoices
{
    private readonly StripeState _state;
    private readonly Previews _previews;
    private readonly PaymentSettings _settings;

    public UpcomingInvoices(StripeState state, Previews previews, EmulatorSettings settings)
    {
        (_state, _previews, _settings) = (state, previews, settings.Payments);
        state.Schedule.On(ReminderKind.InvoiceIsNear, Announce);
    }

    private void Announce(Reminder due)
    {
        // Nobody hears of invoices that nobody is to pay.
        if (_state.Subscriptions.Find(due.Id) is
            {
                Status: SubscriptionStatus.Trialing or SubscriptionStatus.Active or SubscriptionStatus.PastDue,
                PausedCollection: null,
            } subscription
            && subscription.Period.End - _settings.UpcomingSeconds == due.At
            && !subscription.EndsBy(subscription.Period.End)
            && _previews.Next(subscription) is { } upcoming)
        {
            _state.Record(EventTypes.InvoiceUpcoming, upcoming with { Id = "" }, EventCause.Stripe);
        }
    }
}
