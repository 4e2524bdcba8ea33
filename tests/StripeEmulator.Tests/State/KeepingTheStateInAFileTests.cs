using Stripe;
using File = System.IO.File;

namespace StripeEmulator.Tests.State;

public sealed class KeepingTheStateInAFileTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly string _clockFile = Path.GetTempFileName();

    [Fact]
    public async Task EverythingThatWasThere_IsThereAfterARestart_ToTheLastField()
    {
        string[] paths;
        string[] before;
        await using (var server = await StartAsync())
        {
            paths = await MakeOneOfEachAsync(server);
            before = await AnswersAsync(server, paths);
        }

        await using var restarted = await StartAsync();
        var after = await AnswersAsync(restarted, paths);

        Assert.Equal(before, after);
    }

    [Fact]
    public async Task WhatWasPlanned_HappensAfterARestart()
    {
        string subscriptionId;
        await using (var server = await StartAsync())
        {
            subscriptionId = (await server.SubscribeAsync()).Id;
        }

        var thirtyTwoDays = 32 * 86_400;
        await File.WriteAllTextAsync(_clockFile, $"{thirtyTwoDays}");
        await using var restarted = await StartAsync();
        var renewals = await Eventually.FindsAsync(
            () => restarted.EventsAsync("invoice.paid"),
            paid => paid.Any(told => told.Subject().Text("billing_reason") == "subscription_cycle"));

        Assert.Equal(subscriptionId, renewals[^1].Subject()["parent"]!["subscription_details"]!.Text("subscription"));
        var invoices = await restarted.Stripe.V1.Invoices.ListAsync(new() { Subscription = subscriptionId });
        Assert.Equal(2, invoices.Data.Count);
    }

    [Fact]
    public async Task ATestClock_AndTheAccountsClock_GoOnFromWhereTheyStood()
    {
        string clockId;
        long before;
        await using (var server = await StartAsync())
        {
            await server.ControlAsync("/_emulator/clock", new { advanceSeconds = 1_000_000 });
            before = (await server.GetAsync("/_emulator/health")).Json.Number("businessTime");
            var clock = await server.Stripe.V1.TestHelpers.TestClocks.CreateAsync(new() { FrozenTime = DateTime.UnixEpoch.AddDays(20_000) });
            var customer = await server.Stripe.V1.Customers.CreateAsync(new()
            {
                TestClock = clock.Id, PaymentMethod = "pm_card_visa", InvoiceSettings = new() { DefaultPaymentMethod = "pm_card_visa" },
            });
            await server.SubscribeAsync(customer.Id);
            clockId = clock.Id;
        }

        await using var restarted = await StartAsync();
        await restarted.Stripe.V1.TestHelpers.TestClocks.AdvanceAsync(clockId, new() { FrozenTime = DateTime.UnixEpoch.AddDays(20_035) });
        await Eventually.FindsAsync(
            () => restarted.Stripe.V1.TestHelpers.TestClocks.GetAsync(clockId),
            clock => clock.Status == "ready");

        Assert.True((await restarted.GetAsync("/_emulator/health")).Json.Number("businessTime") >= before);
        Assert.Equal(
            ["subscription_cycle", "subscription_create"],
            (await restarted.Stripe.V1.Invoices.ListAsync()).Data.Select(invoice => invoice.BillingReason));
    }

    [Fact]
    public async Task AnIdempotencyKey_GivesItsAnswerAfterARestart()
    {
        var key = ("Idempotency-Key", "kept-key");
        string first;
        await using (var server = await StartAsync())
        {
            first = (await server.SendAsync(HttpMethod.Post, "/v1/customers", ["email=ada@example.test"], headers: key)).Body;
        }

        await using var restarted = await StartAsync();
        var again = await restarted.SendAsync(HttpMethod.Post, "/v1/customers", ["email=ada@example.test"], headers: key);
        var other = await restarted.SendAsync(HttpMethod.Post, "/v1/customers", ["email=eve@example.test"], headers: key);

        Assert.Equal((first, "true"), (again.Body, again.Header("Idempotent-Replayed")));
        Assert.Equal((400, "idempotency_error"), (other.Status, other.ErrorType));
        Assert.Single((await restarted.Stripe.V1.Customers.ListAsync()).Data);
    }

    [Fact]
    public async Task AChange_IsInTheFileWithinMoments_NotOnlyAtTheEnd()
    {
        await using var server = await StartAsync();
        var customer = await server.CreateCustomerAsync();

        await Eventually.FindsAsync(() => File.ReadAllTextAsync(_file), text => text.Contains(customer.Id, StringComparison.Ordinal));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(_file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public async Task AConfiguredEndpoint_IsAsItIsConfiguredNow()
    {
        await using (await StartAsync("--Webhooks:0:Url=http://127.0.0.1:9/old", "--Webhooks:0:Secrets=whsec_old"))
        {
        }

        await using var restarted = await StartAsync();

        Assert.Empty((await restarted.Stripe.V1.WebhookEndpoints.ListAsync()).Data);
    }

    [Fact]
    public async Task ASeed_IsWhatAnAccountBeginsWith_AndWhatAResetReturnsTo()
    {
        await using (var server = await StartAsync())
        {
            await server.CreateCustomerAsync();
        }

        var seed = await File.ReadAllTextAsync(_file);
        await using var seeded = await EmulatorServer.StartAsync($"--seed={_file}");
        var sown = Assert.Single((await seeded.Stripe.V1.Customers.ListAsync()).Data);
        await seeded.Stripe.V1.Customers.UpdateAsync(sown.Id, new() { Name = "Changed" });
        await seeded.CreateCustomerAsync();
        await seeded.PostAsync("/_emulator/reset");

        Assert.Null(Assert.Single((await seeded.Stripe.V1.Customers.ListAsync()).Data).Name);
        Assert.Equal(seed, await File.ReadAllTextAsync(_file));
    }

    [Fact]
    public async Task ASeedThatIsNotThere_KeepsItFromStarting() =>
        Assert.Contains(
            "--seed",
            (await Assert.ThrowsAsync<SettingException>(() => EmulatorServer.StartAsync($"--seed={_file}-missing"))).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("rubbish")]
    [InlineData("{}")]
    [InlineData("""{"Format":99,"Resources":{},"Reminders":[]}""")]
    public async Task AFileThatIsNoState_KeepsItFromStarting_AndStaysAsItIs(string content)
    {
        await File.WriteAllTextAsync(_file, content);

        var refusal = await Assert.ThrowsAsync<SettingException>(() => StartAsync());

        Assert.Contains("--state", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(content, await File.ReadAllTextAsync(_file));
    }

    public void Dispose()
    {
        File.Delete(_file);
        File.Delete(_clockFile);
    }

    private Task<EmulatorServer> StartAsync(params string[] settings) =>
        EmulatorServer.StartAsync([
            $"--state={_file}", $"--Development:ClockFile={_clockFile}", "--Payments:SettleSeconds=86400",
            "--Payments:BalanceSeconds=86400", .. settings]);

    private static async Task<string[]> MakeOneOfEachAsync(EmulatorServer server)
    {
        var subscription = await server.SubscribeAsync();
        await server.Stripe.V1.Subscriptions.UpdateAsync(subscription.Id, new() { CancelAtPeriodEnd = true });
        await server.PayAsync(await server.CreatePackSessionAsync());
        var disputed = await server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 2_000, Currency = "usd", Confirm = true, PaymentMethod = "pm_card_createDispute", ReturnUrl = "https://shop.example.test",
        });
        var fraud = await server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 2_000, Currency = "usd", Confirm = true, PaymentMethod = "pm_card_createIssuerFraudRecord", ReturnUrl = "https://shop.example.test",
        });
        await server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = fraud.Id, Amount = 500 });
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.PaymentIntents.CreateAsync(new()
        {
            Amount = 2_000, Currency = "usd", Confirm = true, PaymentMethod = "pm_card_chargeDeclined", ReturnUrl = "https://shop.example.test",
        }));
        await server.Stripe.V1.BillingPortal.Sessions.CreateAsync(new() { Customer = subscription.CustomerId });
        await server.Stripe.V1.WebhookEndpoints.CreateAsync(new() { Url = "http://127.0.0.1:9/", EnabledEvents = ["customer.tax_id.created"] });
        await Eventually.FindsAsync(() => server.EventsAsync("invoice_payment.paid"), told => told.Count == 1);
        return
        [
            "customers", $"payment_methods?customer={subscription.CustomerId}", "payment_intents", "charges", "refunds", "disputes",
            $"disputes?payment_intent={disputed.Id}", "radar/early_fraud_warnings", "products", "prices", "subscriptions", "invoices",
            "invoice_payments", "checkout/sessions", "billing_portal/configurations", "webhook_endpoints", "events?limit=100",
        ];
    }

    private static async Task<string[]> AnswersAsync(EmulatorServer server, string[] paths)
    {
        var answers = new List<string>();
        foreach (var path in paths)
        {
            var answer = await server.GetAsync("/v1/" + path);
            Assert.NotEmpty(answer.Json["data"]!.AsArray());
            answers.Add(answer.Body);
        }

        return [.. answers];
    }
}
