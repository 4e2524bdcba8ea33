using StripeEmulator.Api.Requests;
using StripeEmulator.Api.Subscriptions;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Invoices;

/// <summary>A preview's <c>subscription_details</c>: a subscription that is to begin, or a change of one there is.</summary>
internal sealed record PreviewedChange
{
    private static readonly string[] NotCovered =
        ["billing_schedules", "default_tax_rates", "pause", "resume_at", "start_date"];

    public required IReadOnlyList<ItemParameters> Items { get; init; }
    public required string ProrationBehavior { get; init; }
    public required long? ProrationDate { get; init; }
    public required TrialParameters Trial { get; init; }
    public required bool ResetsAnchor { get; init; }
    public required bool? CancelsAtPeriodEnd { get; init; }
    public required long? CancelAt { get; init; }
    public required bool CancelsNow { get; init; }

    public static PreviewedChange Read(Parameters details)
    {
        details.Accept("billing_mode", "metadata");
        foreach (var name in NotCovered.Where(details.Has))
        {
            throw StripeError.NotEmulated($"the parameter {name} of previews", details.NameOf(name));
        }

        return new PreviewedChange
        {
            Items = ItemParameters.Read(details),
            ProrationBehavior = details.OneOf(
                "proration_behavior", ProrationBehaviors.None, ProrationBehaviors.Create, ProrationBehaviors.InvoiceNow)
                ?? ProrationBehaviors.Create,
            ProrationDate = details.Integer("proration_date"),
            Trial = TrialParameters.Read(details),
            ResetsAnchor = AnchorParameter.ReadResets(details) ?? false,
            CancelsAtPeriodEnd = details.Flag("cancel_at_period_end"),
            CancelAt = details.Integer("cancel_at"),
            CancelsNow = details.Flag("cancel_now") ?? false,
        };
    }

    /// <summary>The first invoice of a subscription with these items.</summary>
    public Invoice? PreviewStart(ApiCall call, Customer customer, PreviewTerms terms)
    {
        var items = ItemParameters.ApplyTo([], Items, call.State, keepsPrices: false);
        var (begun, lines) = call.Processes.Subscriptions.Imagine(new NewSubscription
        {
            CustomerId = customer.Id,
            Items = items,
            IsClassic = call.IsClassicByDefault,
            TrialEnd = Trial.EndOr(items[0].Price.Recurrence!, call.State.Now),
        });
        return call.Processes.Previews.Now(begun, lines, terms);
    }

    /// <summary>The invoice that the change calls for, or the next one after it.</summary>
    public Invoice? Preview(ApiCall call, Subscription before, PreviewTerms terms)
    {
        var (state, previews) = (call.State, call.Processes.Previews);
        if (CancelsNow)
        {
            return previews.AfterEnd(before, prorates: ProrationBehavior != ProrationBehaviors.None, terms);
        }

        var after = before with
        {
            Items = Items.Count == 0 ? before.Items : ItemParameters.ApplyTo(before.Items, Items, state, keepsPrices: false),
            Cancellation = CancelsAtPeriodEnd == true ? before.Cancellation.AtPeriodEnd(before, state.Now)
                : CancelAt is { } moment ? before.Cancellation.AtMoment(moment, state.Now)
                : CancelsAtPeriodEnd == false ? Cancellation.None
                : before.Cancellation,
        };
        var changeTerms = new ChangeTerms(
            ProrationBehavior, Subscriptions.ProrationDate.Checked(ProrationDate, before), ResetsAnchor)
        {
            TrialEnd = Trial.EndOr(before.Recurrence, state.Now),
            EndsTrial = Trial.EndsNow,
        };
        return previews.AfterChange(call.Processes.SubscriptionUpdates.Plan(before, after, changeTerms), terms);
    }
}
