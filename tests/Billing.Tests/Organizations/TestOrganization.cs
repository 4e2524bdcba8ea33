using Contracts;

namespace Billing.Tests.Organizations;

/// <summary>An organization as its owner uses it, and what happens to it at Stripe.</summary>
internal sealed class TestOrganization
{
    private readonly BillingApplication _billing;

    private TestOrganization(BillingApplication billing, string owner, OrganizationSeen made)
    {
        _billing = billing;
        (Owner, Id, Name) = (owner, made.Id, made.Name);
    }

    public Guid Id { get; }

    public string Name { get; }

    public string Owner { get; }

    public string Path => $"/api/v1/organizations/{Id}";

    private string AdminPath => $"/api/v1/admin/organizations/{Id}";

    public static async Task<TestOrganization> MadeAsync(BillingApplication billing, string? owner = null)
    {
        owner ??= BillingApplication.NewUser();
        var made = await billing.SendAsync(HttpMethod.Post, owner, "/api/v1/organizations", new { name = $"Company of {owner}" });
        return new TestOrganization(billing, owner, made.As<OrganizationSeen>(HttpStatusCode.Created));
    }

    /// <summary>Verified by an operator, with this member.</summary>
    public static async Task<TestOrganization> VerifiedWithAsync(BillingApplication billing, string member)
    {
        var organization = await MadeAsync(billing);
        (await organization.AddAsync(member)).As<MemberSeen>(HttpStatusCode.Created);
        (await organization.DecideAsync("verify")).As<OrganizationForOperatorsSeen>();
        return organization;
    }

    public Task<HttpAnswer> AddAsync(string user, string role = "member", string? by = null, string? key = null) =>
        _billing.SendAsync(HttpMethod.Post, by ?? Owner, $"{Path}/members", new { userId = user, role }, key);

    public Task<HttpAnswer> SetRoleAsync(string user, string role, string? by = null) =>
        _billing.SendAsync(HttpMethod.Put, by ?? Owner, $"{Path}/members/{user}", new { role });

    public Task<HttpAnswer> RemoveAsync(string user, string? by = null) =>
        _billing.SendAsync(HttpMethod.Delete, by ?? Owner, $"{Path}/members/{user}");

    public async Task<Dictionary<string, string>> RolesAsync(string? by = null) =>
        (await _billing.SendAsync(HttpMethod.Get, by ?? Owner, $"{Path}/members")).As<MembersSeen>()
            .Members.ToDictionary(member => member.UserId, member => member.Role);

    /// <summary><c>verify</c> or <c>withdraw</c>.</summary>
    public Task<HttpAnswer> DecideAsync(string decision, string reason = "papers seen") =>
        _billing.AdminSendAsync(HttpMethod.Post, $"{AdminPath}/{decision}", new { reason });

    public Task<HttpAnswer> StartVerificationAsync(string? by = null, string? key = null) => _billing.SendAsync(
        HttpMethod.Post, by ?? Owner, $"{Path}/verification",
        new { successUrl = "https://app.example/done", cancelUrl = "https://app.example/back" }, key, email: "owner@example.test");

    public Task<HttpAnswer> ManageAsync(string action, object? body = null, string? by = null) =>
        _billing.SendAsync(HttpMethod.Post, by ?? Owner, $"{Path}/verification/{action}", body ?? new { });

    /// <summary>Through the page. Nobody was told yet.</summary>
    public async Task<Stripe.Subscription> PaidAsync()
    {
        var opened = (await StartVerificationAsync()).As<OpenedVerification>();
        await _billing.Stripe.PayCheckoutAsync(opened.SessionId, "pm_card_visa");
        return (await _billing.Stripe.SubscriptionsOfAsync(Id.ToString())).Single(subscription => subscription.Status == "active");
    }

    public async Task<Stripe.Subscription> SubscribedAsync()
    {
        var subscription = await PaidAsync();
        await ToldAsync(subscription.Id);
        await SeesAsync(seen => seen is { IsVerified: true, IsBySubscription: true });
        return subscription;
    }

    public async Task<VerificationSeen> LookAsync(string? by = null) =>
        (await _billing.SendAsync(HttpMethod.Get, by ?? Owner, $"{Path}/verification")).As<VerificationSeen>();

    public Task SeesAsync(Func<VerificationSeen, bool> expected) => Eventually.Async(async () => expected(await LookAsync()));

    /// <summary>As the ingress would tell of any change.</summary>
    public Task<Guid> ToldAsync(string subscriptionId) => _billing.PublishAsync(new SubscriptionChanged
    {
        EventId = $"evt_{Guid.CreateVersion7():n}",
        SubscriptionId = subscriptionId,
        Kind = SubscriptionKind.OrgVerification,
        OrganizationId = Id.ToString(),
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    });
}

public sealed record OrganizationSeen(Guid Id, string Name, string Role, bool IsVerified, DateTimeOffset CreatedAt);

public sealed record OrganizationsSeen(IReadOnlyList<OrganizationSeen> Organizations, int Total, int Limit, int Offset);

public sealed record MemberSeen(string UserId, string Role, DateTimeOffset AddedAt);

public sealed record MembersSeen(IReadOnlyList<MemberSeen> Members, int Total);

public sealed record OpenedVerification(string CheckoutUrl, string SessionId);

public sealed record VerificationSeen(
    bool IsVerified, bool IsByOperator, bool IsBySubscription, VerificationSubscriptionSeen Subscription);

public sealed record VerificationSubscriptionSeen(string Status, long? Price, string? Currency, bool CancelAtPeriodEnd, bool WillRenew);

public sealed record DecisionSeen(string Kind, string OperatorId, string Reason);

public sealed record OrganizationForOperatorsSeen(
    Guid Id, string Name, bool IsVerified, bool IsByOperator, bool IsBySubscription, IReadOnlyList<DecisionSeen> Decisions);
