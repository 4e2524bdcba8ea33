using Contracts;

namespace Billing.Tests.Subscriptions;

/// <summary>A user of the plan: what they ask of the service, and what happens to them at Stripe.</summary>
internal sealed class Subscriber(BillingApplication billing)
{
    public string User { get; } = BillingApplication.NewUser();

    public Task<HttpAnswer> SubscribeAsync(
        string successUrl = "https://app.example/done", string cancelUrl = "https://app.example/back", string? key = null) =>
        billing.PostAsync(User, "subscribe", new { successUrl, cancelUrl }, key);

    public async Task<OpenedPlanCheckout> OpenAsync(string successUrl = "https://app.example/done") =>
        (await SubscribeAsync(successUrl)).As<OpenedPlanCheckout>();

    /// <summary>Through the page, and Stripe's word of it has come.</summary>
    public async Task<Stripe.Subscription> SubscribedAsync()
    {
        var opened = await OpenAsync();
        await billing.Stripe.PayCheckoutAsync(opened.SessionId, "pm_card_visa");
        var subscription = Assert.Single(await billing.Stripe.SubscriptionsOfAsync(User));
        await ToldAsync(subscription.Id);
        await SeesAsync(seen => seen.Status == "active");
        return subscription;
    }

    public async Task<SubscriptionSeen> LookAsync()
    {
        using var client = billing.ClientFor(User);
        return (await HttpAnswer.OfAsync(client.GetAsync("/api/v1/playground/subscription"))).As<SubscriptionSeen>();
    }

    public Task SeesAsync(Func<SubscriptionSeen, bool> expected) => Eventually.Async(async () => expected(await LookAsync()));

    public Task<HttpAnswer> PostAsync(string action, object? body = null, string? key = null) =>
        billing.PostAsync(User, $"subscription/{action}", body ?? new { }, key);

    /// <summary>As the ingress would tell of any change.</summary>
    public Task<Guid> ToldAsync(
        string subscriptionId, string kind = SubscriptionKind.PrpmPlus, DateTimeOffset? occurredAt = null) => billing.PublishAsync(new SubscriptionChanged
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        SubscriptionId = subscriptionId,
        Kind = kind,
        UserId = User,
        OccurredAt = occurredAt ?? new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    });
}

public sealed record OpenedPlanCheckout(string CheckoutUrl, string SessionId);

public sealed record SubscriptionSeen(
    string Status,
    string? Tier,
    long? Price,
    string? Currency,
    DateTimeOffset? CurrentPeriodStart,
    DateTimeOffset? CurrentPeriodEnd,
    bool CancelAtPeriodEnd,
    bool WillRenew);
