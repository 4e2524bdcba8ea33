using Billing.Tests.Organizations;
using Billing.Tests.Subscriptions;
using Contracts;

namespace Billing.Tests.Erasure;

[Collection(SharedBilling.Name)]
public sealed class ErasingAUserTests(BillingApplication billing) : IAsyncLifetime
{
    private readonly Subscriber _subscriber = new(billing);

    private string User => _subscriber.User;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => billing.Stripe.ForgetFaultsAsync();

    [Fact]
    public async Task TheSubscriptionEnds_TheCustomerGoes_AndWhatWasPaidStays()
    {
        var subscription = await _subscriber.SubscribedAsync();
        var purchase = await billing.StartPurchaseAsync(User);

        await ErasedAsync();

        Assert.Equal("canceled", Assert.Single(await billing.Stripe.SubscriptionsOfAsync(User)).Status);
        Assert.True((await billing.Stripe.CustomerAsync(subscription.CustomerId)).Deleted);
        Assert.Equal(1, await billing.CountAsync($"SELECT count(*) FROM subscriptions WHERE user_id = '{User}' AND status = 'canceled'"));
        Assert.Equal(1, await billing.CountAsync($"SELECT count(*) FROM purchases WHERE id = '{purchase.PurchaseId}'"));
        Assert.Equal(0, await billing.CountAsync($"SELECT count(*) FROM subscription_checkouts WHERE user_id = '{User}'"));
    }

    [Fact]
    public async Task SaidTwice_OrOfSomebodyUnknown_ItIsOneErasure()
    {
        var first = (await EraseAsync()).Json;
        await ErasedAsync();

        Assert.Equal((string)first["requestedAt"]!, (string)(await EraseAsync()).Json["requestedAt"]!);
        (await billing.AdminGetAsync($"/api/v1/admin/users/{BillingApplication.NewUser()}/erasure"))
            .AssertProblem(HttpStatusCode.NotFound, "erasure_not_found");
        (await billing.SendAsync(HttpMethod.Delete, User, $"/api/v1/admin/users/{User}")).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task ATokenThatOutlivesItsUser_BuysNothing()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        await ErasedAsync();

        foreach (var answer in (HttpAnswer[])
        [
            await billing.PurchaseAsync(User), await billing.CheckoutAsync(User), await _subscriber.SubscribeAsync(),
            await billing.SendAsync(HttpMethod.Post, User, "/api/v1/organizations", new { name = "Again" }),
            await organization.AddAsync(User),
        ])
        {
            answer.AssertProblem(HttpStatusCode.Gone, "user_erased");
        }
        Assert.Empty(await billing.Stripe.CustomersOfAsync(User));
    }

    [Fact]
    public async Task RequestsUnderWay_LeaveNobodyAtStripe()
    {
        var requests = Enumerable.Range(0, 8).Select(_ => billing.PurchaseAsync(User)).ToList();
        await ErasedAsync();
        var answers = await Task.WhenAll(requests);

        Assert.All(answers, answer => Assert.True(
            answer.Status is HttpStatusCode.Created or HttpStatusCode.Gone or HttpStatusCode.BadGateway, answer.Body));
        await Eventually.Async(async () => (await billing.Stripe.CustomersOfAsync(User)).Count == 0);
    }

    [Fact]
    public async Task AnOpenPageIsClosed()
    {
        var opened = await _subscriber.OpenAsync();
        var checkout = (await billing.CheckoutAsync(User)).As<StartedCheckout>(HttpStatusCode.Created);
        Assert.NotNull(checkout.CheckoutUrl);

        await ErasedAsync();

        var sessions = await billing.Stripe.SessionsOfAsync(User);
        Assert.Contains(sessions, session => session.Id == opened.SessionId);
        Assert.All(sessions, session => Assert.Equal("expired", session.Status));
    }

    [Fact]
    public async Task WhatStripeTold_AndTellsLater_IsKeptWithoutItsBody()
    {
        await billing.StartPurchaseAsync(User);
        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(User));
        await ArchivedAsync("evt_before", Body(customer.Id));
        await ArchivedAsync("evt_other", Body("cus_of_somebody_else"));

        await ErasedAsync();
        await ArchivedAsync("evt_after", Body(customer.Id));
        await ArchivedAsync("evt_itself", $$$"""{"data": {"object": {"id": "{{{customer.Id}}}", "object": "customer", "email": "ada@example.test"} } }""");
        await ArchivedAsync("evt_expanded", $$$"""{"data": {"object": {"id": "in_1", "customer": {"id": "{{{customer.Id}}}"}, "email": "ada@example.test"} } }""");

        Assert.Equal(4, await BodiesAsync("""body = '{"erased": true}'"""));
        Assert.Equal(1, await BodiesAsync("body LIKE '%ada@example.test%'"));
    }

    [Fact]
    public async Task StripeAway_ItIsFinishedLater()
    {
        await _subscriber.SubscribedAsync();
        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(User));
        billing.StripeLink.Cut();
        try
        {
            await EraseAsync();
            await Eventually.Async(async () => await billing.CountAsync(
                $"SELECT count(*) FROM chores WHERE subject = '{User}' AND attempts > 0") == 1, TimeSpan.FromSeconds(60));
            Assert.Null(await CompletedAtAsync());
        }
        finally
        {
            billing.StripeLink.Restore();
        }

        await Eventually.Async(async () => await CompletedAtAsync() is not null, TimeSpan.FromSeconds(60));
        Assert.True((await billing.Stripe.CustomerAsync(customer.Id)).Deleted);
    }

    [Fact]
    public async Task ACustomerWhoWasDeletedAtStripeBefore_IsNoHindrance()
    {
        await billing.StartPurchaseAsync(User);
        await billing.Stripe.DeleteCustomerAsync(Assert.Single(await billing.Stripe.CustomersOfAsync(User)).Id);

        await ErasedAsync();
    }

    [Fact]
    public async Task TheLastOwnersOrganizationGoesToTheOldestAdmin()
    {
        var organization = await TestOrganization.MadeAsync(billing, User);
        var (member, admin) = (BillingApplication.NewUser(), BillingApplication.NewUser());
        await organization.AddAsync(member);
        await organization.AddAsync(admin, "admin");

        await ErasedAsync();

        Assert.Equal(new Dictionary<string, string> { [member] = "member", [admin] = "owner" }, await organization.RolesAsync(by: admin));
    }

    [Fact]
    public async Task TheLastMembersOrganizationCloses_AndIsChargedNoMore()
    {
        var organization = await TestOrganization.MadeAsync(billing, User);
        var subscription = await organization.SubscribedAsync();

        await ErasedAsync();

        await Eventually.Async(async () => (await billing.Stripe.CustomerAsync(subscription.CustomerId)).Deleted == true);
        Assert.Equal("canceled", Assert.Single(await billing.Stripe.SubscriptionsOfAsync(organization.Id.ToString())).Status);
        Assert.Equal(1, await billing.CountAsync(
            $"SELECT count(*) FROM organizations WHERE id = '{organization.Id}' AND name = '' AND closed_at IS NOT NULL"));
        (await billing.AdminGetAsync($"/api/v1/admin/organizations/{organization.Id}")).AssertProblem(HttpStatusCode.NotFound, "organization_not_found");
    }

    private Task<HttpAnswer> EraseAsync() => billing.AdminSendAsync(HttpMethod.Delete, $"/api/v1/admin/users/{User}");

    private async Task ErasedAsync()
    {
        Assert.Equal(HttpStatusCode.Accepted, (await EraseAsync()).Status);
        await Eventually.Async(async () => await CompletedAtAsync() is not null);
    }

    private async Task<string?> CompletedAtAsync() => (string?)(await billing.AdminGetAsync($"/api/v1/admin/users/{User}/erasure")).Json["completedAt"];

    private static string Body(string customerId) =>
        $$$"""{"data": {"object": {"id": "pi_1", "object": "payment_intent", "customer": "{{{customerId}}}", "receipt_email": "ada@example.test"} } }""";

    private Task ArchivedAsync(string name, string body) => billing.DeliverAsync(new StripeEventReceived
    {
        EventId = $"{name}_{User}",
        Type = "payment_intent.succeeded",
        ApiVersion = "2026-10-28.endive",
        ObjectId = "pi_1",
        IsLive = false,
        Outcome = StripeEventOutcome.Translated,
        Body = body,
        OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    });

    private Task<long> BodiesAsync(string condition) =>
        billing.CountAsync($"SELECT count(*) FROM stripe_events WHERE event_id LIKE '%{User}' AND {condition}");
}
