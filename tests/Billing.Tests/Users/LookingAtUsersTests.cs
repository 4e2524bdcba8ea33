using System.Text.Json.Nodes;
using Billing.Tests.Organizations;
using Billing.Tests.Subscriptions;
using Contracts;

namespace Billing.Tests.Users;

[Collection(SharedBilling.Name)]
public sealed class LookingAtUsersTests(BillingApplication billing)
{
    private const string Users = "/api/v1/admin/users";

    private readonly Subscriber _subscriber = new(billing);

    private string User => _subscriber.User;

    [Fact]
    public async Task TheWholeStory_IsTold()
    {
        var subscription = await _subscriber.SubscribedAsync();
        var purchase = await billing.StartPurchaseAsync(User);
        await billing.DeliverAsync(purchase.Succeeded(User));
        var organization = await TestOrganization.MadeAsync(billing, User);

        var story = await StoryAsync();

        Assert.Equal((User, subscription.CustomerId), ((string)story["userId"]!, (string)story["customer"]!["stripeCustomerId"]!));
        Assert.Null(story["erasure"]);
        var subscribed = Assert.Single(story["subscriptions"]!.AsArray())!;
        Assert.Equal((subscription.Id, "active"), ((string)subscribed["subscriptionId"]!, (string)subscribed["subscription"]!["status"]!));
        Assert.Equal(organization.Id.ToString(), (string)Assert.Single(story["organizations"]!.AsArray())!["id"]!);
        Assert.Equal(1, (int)story["purchases"]!["total"]!);
        var bought = Assert.Single(story["purchases"]!["purchases"]!.AsArray())!;
        Assert.Equal((purchase.PurchaseId.ToString(), "succeeded"), ((string)bought["id"]!, (string)bought["status"]!));
        Assert.Empty(story["events"]!.AsArray());
    }

    [Fact]
    public async Task EventsThatNameTheCustomerOrThePayment_AreTheirs_AndNoOthers()
    {
        var purchase = await billing.StartPurchaseAsync(User);
        var customer = Assert.Single(await billing.Stripe.CustomersOfAsync(User)).Id;
        var type = $"test.type_{Guid.CreateVersion7():n}";
        string[] bodies =
        [
            $$$"""{"data": {"object": {"id": "{{{customer}}}", "object": "customer"} } }""",
            $$$"""{"data": {"object": {"id": "in_1", "object": "invoice", "customer": "{{{customer}}}"} } }""",
            $$$"""{"data": {"object": {"id": "cs_1", "object": "checkout.session", "customer": {"id": "{{{customer}}}"} } } }""",
            $$$"""{"data": {"object": {"id": "du_1", "object": "dispute", "payment_intent": "{{{purchase.PaymentIntentId}}}"} } }""",
        ];
        string[] others =
        [
            """{"data": {"object": {"id": "in_2", "object": "invoice", "customer": "cus_of_somebody_else"} } }""",
            """{"data": {"object": {"id": "prod_1", "object": "product", "customer": null} } }""",
            "[1, 2",
        ];
        var ids = await ArchivedAsync(type, bodies);
        await ArchivedAsync(type, others);

        var told = (await StoryAsync())["events"]!.AsArray();
        var listed = (await billing.AdminGetAsync($"/api/v1/admin/stripe-events?userId={User}&type={type}&limit=3")).Json;
        var rest = (await billing.AdminGetAsync(
            $"/api/v1/admin/stripe-events?userId={User}&type={type}&limit=3&cursor={(string)listed["nextCursor"]!}")).Json;

        Assert.Equal(ids.Order(), told.Select(Id).Order());
        Assert.Equal(ids.Order(), listed["events"]!.AsArray().Concat(rest["events"]!.AsArray()).Select(Id).Order());
        Assert.Null(rest["nextCursor"]);
    }

    [Fact]
    public async Task ACustomerThatWasReplaced_StillTellsOfTheUser()
    {
        await billing.StartPurchaseAsync(User);
        var first = Assert.Single(await billing.Stripe.CustomersOfAsync(User)).Id;
        await billing.DeliverAsync(new CustomerDeleted { EventId = "evt_gone", CustomerId = first, OccurredAt = DateTimeOffset.UnixEpoch });
        await billing.StartPurchaseAsync(User);
        var ids = await ArchivedAsync(
            "customer.updated", $$$"""{"data": {"object": {"id": "{{{first}}}", "object": "customer"} } }""");

        var story = await StoryAsync();

        Assert.NotEqual(first, (string)story["customer"]!["stripeCustomerId"]!);
        Assert.Equal(ids, story["events"]!.AsArray().Select(Id));
    }

    [Fact]
    public async Task TheyAreFound_ByWhateverIsAtHand()
    {
        var email = $"{Guid.CreateVersion7():n}@example.test";
        var subscription = await _subscriber.SubscribedAsync();
        await billing.PostAsync(User, "credits/purchase", new { package = "small" }, email: email);
        var purchase = await billing.StartPurchaseAsync(User);

        foreach (var text in (string[])
        [
            User, User[..^1], email, subscription.CustomerId, subscription.Id, purchase.PaymentIntentId, purchase.PurchaseId.ToString(),
        ])
        {
            var found = Assert.Single((await FindAsync($"search={Uri.EscapeDataString(text)}"))["users"]!.AsArray())!;
            Assert.Equal(
                (User, subscription.CustomerId, 2, "active"),
                ((string)found["userId"]!, (string)found["stripeCustomerId"]!, (int)found["purchases"]!, (string)found["subscriptionStatus"]!));
        }
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("%25")]
    [InlineData("_ser-")]
    [InlineData("nobody%40example.test")]
    [InlineData("cus_nobody")]
    public async Task NobodyIsFound_ByWhatNamesNobody(string text) =>
        Assert.Empty((await FindAsync($"search={text}"))["users"]!.AsArray());

    [Fact]
    public async Task TheListIsPaged_InTheOrderOfTheIds()
    {
        var beginning = $"page-{Guid.CreateVersion7():n}-";
        foreach (var number in (int[])[3, 1, 2])
        {
            await billing.StartPurchaseAsync($"{beginning}{number}");
        }

        var first = await FindAsync($"search={beginning}&limit=2");
        var second = await FindAsync($"search={beginning}&limit=2&cursor={(string)first["nextCursor"]!}");

        Assert.Equal(
            [$"{beginning}1", $"{beginning}2", $"{beginning}3"],
            first["users"]!.AsArray().Concat(second["users"]!.AsArray()).Select(user => (string)user!["userId"]!));
        Assert.Null(second["nextCursor"]);
        Assert.Equal("none", (string)first["users"]![0]!["subscriptionStatus"]!);
    }

    [Fact]
    public async Task AllTheirPurchases_AreListed()
    {
        var purchases = new List<string>();
        for (var number = 0; number < 3; number++)
        {
            purchases.Insert(0, (await billing.StartPurchaseAsync(User)).PurchaseId.ToString());
        }

        var page = (await billing.AdminGetAsync($"{Users}/{User}/purchases?limit=2&offset=1")).Json;

        Assert.Equal(3, (int)page["total"]!);
        Assert.Equal(purchases.Skip(1), page["purchases"]!.AsArray().Select(Id));
    }

    [Fact]
    public async Task WhoWasErased_IsToldOfAsErased()
    {
        await billing.StartPurchaseAsync(User);
        await billing.AdminSendAsync(HttpMethod.Delete, $"{Users}/{User}");

        Assert.Equal("operator", (string)(await StoryAsync())["erasure"]!["requestedBy"]!);
    }

    [Fact]
    public async Task OnlyAnOperatorSeesThem_AndNobodyUnknown()
    {
        (await billing.AdminGetAsync($"{Users}/{User}")).AssertProblem(HttpStatusCode.NotFound, "user_not_found");
        foreach (var path in (string[])[Users, $"{Users}/{User}", $"{Users}/{User}/purchases"])
        {
            (await billing.SendAsync(HttpMethod.Get, User, path)).AssertProblem(HttpStatusCode.Forbidden, "forbidden");
        }
        (await billing.AdminGetAsync($"{Users}?limit=101")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
        (await billing.AdminGetAsync($"{Users}?search={new string('x', 513)}")).AssertProblem(HttpStatusCode.BadRequest, "validation_failed");
    }

    private static string Id(JsonNode? node) => (string)node!["id"]!;

    private async Task<JsonNode> StoryAsync() => (await billing.AdminGetAsync($"{Users}/{User}")).Json;

    private async Task<JsonNode> FindAsync(string query) => (await billing.AdminGetAsync($"{Users}?{query}")).Json;

    private async Task<IReadOnlyList<string>> ArchivedAsync(string type, params string[] bodies)
    {
        var events = bodies.Select(body => new StripeEventReceived
        {
            EventId = $"evt_{Guid.CreateVersion7():n}",
            Type = type,
            IsLive = false,
            Outcome = StripeEventOutcome.Translated,
            Body = body,
            OccurredAt = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
        }).ToList();
        await billing.DeliverAsync(new StripeEventsReceived { Events = events });
        return [.. events.Select(received => received.EventId)];
    }
}
