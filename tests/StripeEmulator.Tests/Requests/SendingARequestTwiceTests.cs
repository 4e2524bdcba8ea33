namespace StripeEmulator.Tests.Requests;

public sealed class SendingARequestTwiceTests(EmulatorServer server) : IClassFixture<EmulatorServer>
{
    private static readonly string[] Payment = ["amount=500", "currency=usd", "payment_method=pm_card_visa", "confirm=true"];

    [Fact]
    public async Task TheSecond_GetsTheFirstAnswer_AndSaysSo()
    {
        var first = await PostAsync("same", Payment);
        var second = await PostAsync("same", Payment);

        Assert.Equal((200, first.Body), (second.Status, second.Body));
        Assert.Null(first.Header("Idempotent-Replayed"));
        Assert.Equal("true", second.Header("Idempotent-Replayed"));
        Assert.Equal(first.Header("Request-Id"), second.Header("Original-Request"));
        Assert.NotEqual(first.Header("Request-Id"), second.Header("Request-Id"));
        Assert.Equal("same", second.Header("Idempotency-Key"));
    }

    [Fact]
    public async Task ADecline_IsKeptToo_AndChargedOnce()
    {
        string[] declined = ["amount=500", "currency=usd", "payment_method=pm_card_chargeDeclined", "confirm=true"];

        var first = await PostAsync("declined", declined);
        var second = await PostAsync("declined", declined);

        Assert.Equal((402, first.Body), (second.Status, second.Body));
        var intent = first.Error["payment_intent"]!["id"]!.GetValue<string>();
        Assert.Single(await server.Stripe.V1.Charges.ListAsync(new() { PaymentIntent = intent }));
    }

    [Fact]
    public async Task OtherParameters_OrAnotherPath_AreRefused()
    {
        await PostAsync("reused", Payment);

        var otherAmount = await PostAsync("reused", ["amount=600", .. Payment[1..]]);
        var otherPath = await server.SendAsync(HttpMethod.Post, "/v1/customers", [], headers: ("Idempotency-Key", "reused"));

        Assert.All([otherAmount, otherPath], answer =>
            Assert.Equal((400, "idempotency_error"), (answer.Status, answer.ErrorType)));
    }

    [Fact]
    public async Task WhileTheFirstIsAtWork_TheSecondIsAConflict_AndOnlyOnePaymentIsMade()
    {
        await using var fresh = await EmulatorServer.StartAsync();
        await fresh.PlanFaultAsync(new { delayMs = 5_000, path = "/v1/payment_intents" });
        var first = fresh.SendAsync(HttpMethod.Post, "/v1/payment_intents", Payment, headers: ("Idempotency-Key", "busy"));
        await Eventually.FindsAsync(() => fresh.GetAsync("/_emulator/faults"), left => left.Json["requestsLeft"]!.GetValue<int>() == 0);

        var second = await fresh.SendAsync(HttpMethod.Post, "/v1/payment_intents", Payment, headers: ("Idempotency-Key", "busy"));

        Assert.Equal(
            (409, "idempotency_error", "idempotency_key_in_use"),
            (second.Status, second.ErrorType, second.Code));
        Assert.Equal(200, (await first).Status);
        Assert.Single(await fresh.Stripe.V1.PaymentIntents.ListAsync());
    }

    [Fact]
    public async Task ARequestThatFailedItsChecks_MayBeCorrectedUnderTheSameKey()
    {
        var wrong = await PostAsync("corrected", ["amount=500"]);
        var right = await PostAsync("corrected", Payment);

        Assert.Equal((400, 200), (wrong.Status, right.Status));
    }

    [Fact]
    public async Task ManyAtOnceWithOneKey_MakeOnePayment()
    {
        await using var fresh = await EmulatorServer.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ =>
            fresh.SendAsync(HttpMethod.Post, "/v1/payment_intents", Payment, headers: ("Idempotency-Key", "crowd"))));

        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 409 }));
        Assert.Single(answers.Where(answer => answer.Status == 200).Select(answer => answer.Id).Distinct());
        Assert.Single(await fresh.Stripe.V1.PaymentIntents.ListAsync());
    }

    [Fact]
    public async Task AKeyThatIsTooLong_IsRefused()
    {
        Assert.Equal(400, (await PostAsync(new string('k', 256), Payment)).Status);
    }

    private Task<Answer> PostAsync(string key, string[] parameters) =>
        server.SendAsync(HttpMethod.Post, "/v1/payment_intents", parameters, headers: ("Idempotency-Key", key));
}
