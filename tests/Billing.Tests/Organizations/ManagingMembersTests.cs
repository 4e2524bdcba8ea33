namespace Billing.Tests.Organizations;

[Collection(SharedBilling.Name)]
public sealed class ManagingMembersTests(BillingApplication billing)
{
    private readonly string _user = BillingApplication.NewUser();

    [Fact]
    public async Task WhoMakesOneOwnsIt_AndSeesItListed()
    {
        var organization = await TestOrganization.MadeAsync(billing, _user);

        var listed = (await billing.SendAsync(HttpMethod.Get, _user, "/api/v1/organizations")).As<OrganizationsSeen>();
        Assert.Equal(1, listed.Total);
        var seen = Assert.Single(listed.Organizations);
        Assert.Equal((organization.Id, "owner", false), (seen.Id, seen.Role, seen.IsVerified));
        Assert.Equal(seen, (await billing.SendAsync(HttpMethod.Get, _user, organization.Path)).As<OrganizationSeen>());
        Assert.Equal(new Dictionary<string, string> { [_user] = "owner" }, await organization.RolesAsync());
    }

    [Fact]
    public async Task TheNewestMembershipComesFirst_PageByPage()
    {
        var made = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            made.Add((await TestOrganization.MadeAsync(billing, _user)).Id);
        }

        for (var offset = 0; offset < 3; offset++)
        {
            var page = (await billing.SendAsync(HttpMethod.Get, _user, $"/api/v1/organizations?limit=1&offset={offset}")).As<OrganizationsSeen>();
            Assert.Equal((made[^(offset + 1)], 3), (Assert.Single(page.Organizations).Id, page.Total));
        }
    }

    [Fact]
    public async Task TheSameKeyMakesOne_AlsoAfterACrash()
    {
        var body = new { name = "Once" };
        var first = await billing.SendAsync(HttpMethod.Post, _user, "/api/v1/organizations", body, key: "make");
        await billing.ForgetAnswerAsync(_user, "make");
        var second = await billing.SendAsync(HttpMethod.Post, _user, "/api/v1/organizations", body, key: "make");

        Assert.Equal(first.As<OrganizationSeen>(HttpStatusCode.Created).Id, second.As<OrganizationSeen>(HttpStatusCode.Created).Id);
        Assert.Equal(1, (await billing.SendAsync(HttpMethod.Get, _user, "/api/v1/organizations")).As<OrganizationsSeen>().Total);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\u0000b")]
    public async Task ANameIsPlainText(string name) =>
        (await billing.SendAsync(HttpMethod.Post, _user, "/api/v1/organizations", new { name }))
            .AssertProblem(HttpStatusCode.BadRequest, "validation_failed");

    [Fact]
    public async Task AStrangerLearnsNothing()
    {
        var organization = await TestOrganization.MadeAsync(billing);

        foreach (var (method, path, body) in (List<(HttpMethod, string, object?)>)
        [
            (HttpMethod.Get, "", null),
            (HttpMethod.Get, "/members", null),
            (HttpMethod.Post, "/members", new { userId = _user }),
            (HttpMethod.Put, $"/members/{organization.Owner}", new { role = "member" }),
            (HttpMethod.Delete, $"/members/{organization.Owner}", null),
            (HttpMethod.Get, "/verification", null),
            (HttpMethod.Post, "/verification", new { successUrl = "https://app.example/a", cancelUrl = "https://app.example/b" }),
            (HttpMethod.Post, "/verification/cancel", null),
            (HttpMethod.Post, "/verification/portal", new { returnUrl = "https://app.example/" }),
        ])
        {
            (await billing.SendAsync(method, _user, organization.Path + path, body))
                .AssertProblem(HttpStatusCode.NotFound, "organization_not_found");
        }
    }

    [Fact]
    public async Task AnAdminChangesMembersAndNobodyAbove()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        var (admin, member) = (BillingApplication.NewUser(), BillingApplication.NewUser());
        await organization.AddAsync(admin, "admin");

        (await organization.AddAsync(member, by: admin)).As<MemberSeen>(HttpStatusCode.Created);
        (await organization.AddAsync(member, by: admin)).AssertProblem(HttpStatusCode.Conflict, "already_member");
        AssertRoleInsufficient(
            await organization.AddAsync(_user, "admin", by: admin),
            await organization.AddAsync(_user, "owner", by: admin),
            await organization.SetRoleAsync(member, "admin", by: admin),
            await organization.SetRoleAsync(admin, "owner", by: admin),
            await organization.SetRoleAsync(organization.Owner, "member", by: admin),
            await organization.RemoveAsync(organization.Owner, by: admin),
            await organization.AddAsync(_user, by: member),
            await organization.RemoveAsync(admin, by: member),
            await organization.StartVerificationAsync(by: admin));
        Assert.Equal(HttpStatusCode.NoContent, (await organization.RemoveAsync(member, by: admin)).Status);
        (await organization.RemoveAsync(member, by: admin)).AssertProblem(HttpStatusCode.NotFound, "member_not_found");
        (await organization.SetRoleAsync(member, "admin")).AssertProblem(HttpStatusCode.NotFound, "member_not_found");
        Assert.Equal("member", (await organization.SetRoleAsync(admin, "member", by: admin)).As<MemberSeen>().Role);
    }

    [Fact]
    public async Task AnybodyLeaves_ButTheLastOwner()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        await organization.AddAsync(_user);

        (await organization.RemoveAsync(organization.Owner)).AssertProblem(HttpStatusCode.Conflict, "last_owner");
        (await organization.SetRoleAsync(organization.Owner, "admin")).AssertProblem(HttpStatusCode.Conflict, "last_owner");
        Assert.Equal("owner", (await organization.SetRoleAsync(_user, "owner")).As<MemberSeen>().Role);

        Assert.Equal(HttpStatusCode.NoContent, (await organization.RemoveAsync(organization.Owner)).Status);
        Assert.Equal(new Dictionary<string, string> { [_user] = "owner" }, await organization.RolesAsync(by: _user));
    }

    [Fact]
    public async Task TwoOwnersWhoDemoteOrRemoveEachOther_OneIsLeft()
    {
        for (var round = 0; round < 8; round++)
        {
            var organization = await TestOrganization.MadeAsync(billing);
            await organization.AddAsync(_user, "owner");

            var answers = await Task.WhenAll(
                organization.SetRoleAsync(_user, "member", by: organization.Owner),
                round % 2 == 0
                    ? organization.SetRoleAsync(organization.Owner, "member", by: _user)
                    : organization.RemoveAsync(organization.Owner, by: _user));

            Assert.Single(answers, answer => answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent);
            Assert.Equal(1, await OwnersAsync(organization));
        }
    }

    [Fact]
    public async Task BothOwnersLeaveAtOnce_OneIsLeft()
    {
        for (var round = 0; round < 8; round++)
        {
            var organization = await TestOrganization.MadeAsync(billing);
            await organization.AddAsync(_user, "owner");

            var answers = await Task.WhenAll(
                organization.RemoveAsync(_user, by: _user), organization.RemoveAsync(organization.Owner, by: organization.Owner));

            Assert.Single(answers, answer => answer.Status == HttpStatusCode.NoContent);
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.Conflict && answer.Code == "last_owner");
            Assert.Equal(1, await OwnersAsync(organization));
        }
    }

    [Fact]
    public async Task TheDatabaseKeepsAnOwnerToo()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        await organization.AddAsync(_user);

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => billing.ExecuteAsync(
            $"UPDATE organization_members SET role = 'member' WHERE organization_id = '{organization.Id}'"));

        Assert.Equal(Npgsql.PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }

    [Fact]
    public async Task AddedUnderAKey_ARepeatAfterACrashFindsItDone()
    {
        var organization = await TestOrganization.MadeAsync(billing);
        await organization.AddAsync(_user, key: "add");
        await billing.ForgetAnswerAsync(organization.Owner, "add");

        Assert.Equal(_user, (await organization.AddAsync(_user, key: "add")).As<MemberSeen>(HttpStatusCode.Created).UserId);
    }

    private Task<long> OwnersAsync(TestOrganization organization) => billing.CountAsync(
        $"SELECT count(*) FROM organization_members WHERE organization_id = '{organization.Id}' AND role = 'owner'");

    private static void AssertRoleInsufficient(params HttpAnswer[] answers) =>
        Assert.All(answers, answer => answer.AssertProblem(HttpStatusCode.Forbidden, "organization_role_insufficient"));
}
