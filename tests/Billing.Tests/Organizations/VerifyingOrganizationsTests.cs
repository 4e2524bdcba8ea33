namespace Billing.Tests.Organizations;

[Collection(SharedBilling.Name)]
public sealed class VerifyingOrganizationsTests(BillingApplication billing)
{
    [Fact]
    public async Task ByItsSubscription_ThroughThePage_AtItsPrice()
    {
        var organization = await TestOrganization.MadeAsync(billing);

        var subscription = await organization.SubscribedAsync();

        Assert.Equal(LocalStripe.VerificationPrice, Assert.Single(subscription.Items).Price.Id);
        Assert.Equal(
            ("org_verification", organization.Id.ToString(), false),
            (subscription.Metadata["type"], subscription.Metadata["organization_id"], subscription.Metadata.ContainsKey("user_id")));
        var session = Assert.Single(await billing.Stripe.SessionsOfAsync(organization.Id.ToString()));
        Assert.Equal("org_verification", session.Metadata["type"]);
        Assert.Equal(
            new VerificationSeen(true, false, true, new VerificationSubscriptionSeen("active", 2000, "usd", false, true)),
            await organization.LookAsync());
        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(organization.Id.ToString()));
        Assert.Equal(("owner@example.test", subscription.CustomerId), (customer.Email, customer.Id));
    }

    [Fact]
    public async Task TenOwnersClicksAtOnce_OneSession_AndSubscribedTwiceIsRefused()
    {
        var organization = await TestOrganization.MadeAsync(billing);

        var opened = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => organization.StartVerificationAsync()));

        Assert.Single(opened.Select(answer => answer.As<OpenedVerification>()).Distinct());
        Assert.Single(await billing.Stripe.CustomersOfAsync(organization.Id.ToString()));
        await organization.PaidAsync();
        (await organization.StartVerificationAsync()).AssertProblem(HttpStatusCode.Conflict, "already_subscribed");
    }

    [Fact]
    public async Task CancelResumeAndPortal_AreTheOwners()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        var admin = BillingApplication.NewUser();
        await organization.AddAsync(admin, "admin");
        (await organization.ManageAsync("cancel")).AssertProblem(HttpStatusCode.NotFound, "subscription_not_found");
        await organization.SubscribedAsync();

        Assert.True((await organization.ManageAsync("cancel")).As<VerificationSubscriptionSeen>() is { CancelAtPeriodEnd: true, WillRenew: false });
        Assert.True((await organization.LookAsync()) is { IsVerified: true, Subscription.CancelAtPeriodEnd: true });
        Assert.True((await organization.ManageAsync("resume")).As<VerificationSubscriptionSeen>() is { CancelAtPeriodEnd: false, WillRenew: true });
        var portal = (await organization.ManageAsync("portal", new { returnUrl = "https://app.example/" })).Json;
        Assert.StartsWith(billing.StripePages, (string)portal["portalUrl"]!, StringComparison.Ordinal);
        (await organization.ManageAsync("portal", new { returnUrl = "https://elsewhere.example/" }))
            .AssertProblem(HttpStatusCode.BadRequest, "return_url_not_allowed");
        foreach (var action in (string[])["cancel", "resume"])
        {
            (await organization.ManageAsync(action, by: admin)).AssertProblem(HttpStatusCode.Forbidden, "organization_role_insufficient");
        }
    }

    [Fact]
    public async Task MessagesInAnyOrder_TheStateIsStripes()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        var first = await organization.PaidAsync();
        await billing.Stripe.EndSubscriptionAsync(first.Id);
        // Of the first, nothing was heard until now: it must not show as active by an old message.
        await organization.ToldAsync(first.Id);
        await organization.SeesAsync(seen => seen.Subscription.Status == "canceled");
        var second = await organization.PaidAsync();

        await organization.ToldAsync(second.Id);
        await organization.SeesAsync(seen => seen.IsVerified);
        await organization.ToldAsync(first.Id);
        await organization.ToldAsync(first.Id);
        await Eventually.Async(async () => await billing.Broker.MessageCountAsync("billing-subscription-changed") == 0);

        Assert.True((await organization.LookAsync()) is { IsVerified: true, Subscription.Status: "active" });
    }

    [Fact]
    public async Task WhenItsSubscriptionEnds_ItIsVerifiedNoMore()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        var subscription = await organization.SubscribedAsync();
        await billing.Stripe.EndSubscriptionAsync(subscription.Id);

        await organization.ToldAsync(subscription.Id);

        await organization.SeesAsync(seen => seen is { IsVerified: false, IsBySubscription: false, Subscription.Status: "canceled" });
    }

    [Theory]
    [InlineData("past_due", true)]
    [InlineData("unpaid", false)]
    [InlineData("paused", false)]
    [InlineData("incomplete", false)]
    [InlineData("word_of_tomorrow", false)]
    public async Task WhileStripeTriesToCollect_ItStaysVerified_AndNotAfter(string status, bool isVerified)
    {
        var organization = await TestOrganization.MadeAsync(billing);
        await organization.SubscribedAsync();

        await billing.ExecuteAsync($"UPDATE organization_subscriptions SET status = '{status}' WHERE organization_id = '{organization.Id}'");

        Assert.Equal(isVerified, (await organization.LookAsync()).IsVerified);
        Assert.Equal(isVerified, (await billing.SendAsync(HttpMethod.Get, organization.Owner, organization.Path)).As<OrganizationSeen>().IsVerified);
    }

    [Fact]
    public async Task AnOperatorsWordAndASubscription_EitherIsEnough_AndEachIsTakenBackByItself()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        var subscription = await organization.SubscribedAsync();
        var verified = (await organization.DecideAsync("verify", "papers seen")).As<OrganizationForOperatorsSeen>();
        Assert.True(verified is { IsVerified: true, IsByOperator: true, IsBySubscription: true });
        Assert.Equal([new DecisionSeen("verified", "operator", "papers seen")], verified.Decisions);

        await billing.Stripe.EndSubscriptionAsync(subscription.Id);
        await organization.ToldAsync(subscription.Id);
        await organization.SeesAsync(seen => seen is { IsVerified: true, IsByOperator: true, IsBySubscription: false });

        await organization.SubscribedAsync();
        var withdrawn = (await organization.DecideAsync("withdraw", "papers expired")).As<OrganizationForOperatorsSeen>();
        Assert.True(withdrawn is { IsVerified: true, IsByOperator: false, IsBySubscription: true });
        Assert.Equal(["withdrawn", "verified"], withdrawn.Decisions.Select(decision => decision.Kind));
    }

    [Fact]
    public async Task SaidTwiceItIsOneDecision_AlsoAtOnce_AndNobodyChangesIt()
    {
        var organization = await TestOrganization.MadeAsync(billing);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => organization.DecideAsync("verify")));

        Assert.All(answers, answer => Assert.True(answer.As<OrganizationForOperatorsSeen>().IsByOperator));
        var seen = (await billing.AdminGetAsync($"/api/v1/admin/organizations/{organization.Id}")).As<OrganizationForOperatorsSeen>();
        Assert.Single(seen.Decisions);
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => billing.ExecuteAsync("UPDATE verification_decisions SET reason = 'other'"));
    }

    [Fact]
    public async Task AnOperatorFindsItByAPartOfItsName_WhichIsNoPattern()
    {
        var organization = await TestOrganization.MadeAsync(billing);

        var found = (await billing.AdminGetAsync($"/api/v1/admin/organizations?name={organization.Name[3..].ToUpperInvariant()}")).Json["organizations"]!;
        Assert.Equal(organization.Id, (Guid)Assert.Single(found.AsArray())!["id"]!);
        Assert.Empty((await billing.AdminGetAsync($"/api/v1/admin/organizations?name={organization.Name[3..10]}%25")).Json["organizations"]!.AsArray());
        (await billing.AdminGetAsync($"/api/v1/admin/organizations/{Guid.CreateVersion7()}")).AssertProblem(HttpStatusCode.NotFound, "organization_not_found");
        (await billing.SendAsync(HttpMethod.Get, organization.Owner, "/api/v1/admin/organizations")).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        (await billing.AdminSendAsync(HttpMethod.Post, $"/api/v1/admin/organizations/{organization.Id}/verify", new { reason = "" }))
            .AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task ACustomerWhoWasDeletedAtStripeIsReplaced()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        await organization.StartVerificationAsync();
        var gone = Assert.Single(await billing.Stripe.CustomersOfAsync(organization.Id.ToString()));
        await billing.Stripe.DeleteCustomerAsync(gone.Id);
        await billing.DeliverAsync(new Contracts.CustomerDeleted
        {
            EventId = $"evt_{Guid.CreateVersion7():n}",
            CustomerId = gone.Id,
            OrganizationId = organization.Id.ToString(),
            OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
        });

        await organization.SubscribedAsync();

        Assert.NotEqual(gone.Id, Assert.Single(await billing.Stripe.CustomersOfAsync(organization.Id.ToString())).Id);
    }
}
