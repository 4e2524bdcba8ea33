using Stripe;

namespace StripeEmulator.Tests.Disputes;

public sealed class DisputingAPaymentTests
{
    private static readonly TimeSpan PastDecision = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task ADispute_TakesTheMoneyAtOnce()
    {
        await using var server = await EmulatorServer.StartAsync();

        var dispute = await DisputeAsync(server, "pm_card_createDispute");

        Assert.Equal(("needs_response", "fraudulent", 1_000), (dispute.Status, dispute.Reason, dispute.Amount));
        Assert.Equal(-1_000, Assert.Single(dispute.BalanceTransactions).Amount);
        Assert.True((await server.Stripe.V1.Charges.GetAsync(dispute.ChargeId)).Disputed);
        Assert.Equal(["charge.dispute.created", "charge.dispute.funds_withdrawn"], (await server.EventTypesAsync())[^2..]);
        var refused = await server.PostAsync("/v1/refunds", $"charge={dispute.ChargeId}");
        Assert.Equal("charge_disputed", refused.Code);
    }

    [Theory]
    [InlineData("winning_evidence", "won", "charge.dispute.updated charge.dispute.closed charge.dispute.funds_reinstated")]
    [InlineData("losing_evidence", "lost", "charge.dispute.updated charge.dispute.closed")]
    public async Task Evidence_DecidesIt(string evidence, string status, string events)
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var dispute = await DisputeAsync(server, "pm_card_createDisputeProductNotReceived");
        var before = (await server.EventTypesAsync()).Length;

        var submitted = await server.Stripe.V1.Disputes.UpdateAsync(dispute.Id, new() { Evidence = new() { UncategorizedText = evidence } });
        await clocked.AdvanceAsync(PastDecision);

        Assert.Equal(("under_review", 1), (submitted.Status, submitted.EvidenceDetails.SubmissionCount));
        Assert.Equal(status, (await server.Stripe.V1.Disputes.GetAsync(dispute.Id)).Status);
        Assert.Equal(events.Split(' '), (await server.EventTypesAsync())[before..]);
        await Assert.ThrowsAsync<StripeException>(() => server.Stripe.V1.Disputes.CloseAsync(dispute.Id));
    }

    [Fact]
    public async Task EvidenceThatIsOnlySaved_DecidesNothing()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var dispute = await DisputeAsync(clocked.Server, "pm_card_createDispute");

        await clocked.Server.Stripe.V1.Disputes.UpdateAsync(
            dispute.Id, new() { Evidence = new() { UncategorizedText = "winning_evidence" }, Submit = false });
        await clocked.AdvanceAsync(PastDecision);

        var saved = await clocked.Server.Stripe.V1.Disputes.GetAsync(dispute.Id);
        Assert.Equal(("needs_response", "winning_evidence"), (saved.Status, saved.Evidence.UncategorizedText));
    }

    [Fact]
    public async Task GivingIn_LosesIt()
    {
        await using var server = await EmulatorServer.StartAsync();
        var dispute = await DisputeAsync(server, "pm_card_createDispute");

        var closed = await server.Stripe.V1.Disputes.CloseAsync(dispute.Id);

        Assert.Equal("lost", closed.Status);
        Assert.Equal("charge.dispute.closed", (await server.EventTypesAsync())[^1]);
    }

    [Fact]
    public async Task AnInquiry_TakesNoMoney_AndEndsWithoutADispute()
    {
        await using var clocked = await ClockedServer.StartAsync();
        var server = clocked.Server;
        var inquiry = await DisputeAsync(server, "pm_card_createDisputeInquiry");

        await server.Stripe.V1.Disputes.UpdateAsync(inquiry.Id, new() { Evidence = new() { UncategorizedText = "winning_evidence" } });
        await clocked.AdvanceAsync(PastDecision);

        Assert.Equal(("warning_needs_response", "inquiry"), (inquiry.Status, inquiry.PaymentMethodDetails.Card.CaseType));
        Assert.Empty(inquiry.BalanceTransactions);
        Assert.Equal("warning_closed", (await server.Stripe.V1.Disputes.GetAsync(inquiry.Id)).Status);
        Assert.Empty(await server.EventsAsync("charge.dispute.funds_withdrawn"));
    }

    [Fact]
    public async Task AfterAPartialRefund_ThePayerDisputesTheRest_AndOnlyOnce()
    {
        await using var server = await EmulatorServer.StartAsync(EmulatorServer.NothingSettles);
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 1_000, Currency = "usd", PaymentMethod = "pm_card_visa", Confirm = true });
        await server.Stripe.V1.Refunds.CreateAsync(new() { PaymentIntent = paid.Id, Amount = 300 });

        using var answer = await server.Http.PostAsync(new Uri($"/_emulator/payments/{paid.Id}/dispute", UriKind.Relative), null);
        using var again = await server.Http.PostAsync(new Uri($"/_emulator/payments/{paid.Id}/dispute", UriKind.Relative), null);

        var dispute = Assert.Single(await server.Stripe.V1.Disputes.ListAsync(new() { PaymentIntent = paid.Id }));
        Assert.Equal((200, 409), ((int)answer.StatusCode, (int)again.StatusCode));
        Assert.Equal((700, "needs_response"), (dispute.Amount, dispute.Status));
        Assert.Equal(["charge.dispute.created", "charge.dispute.funds_withdrawn"], (await server.EventTypesAsync())[^2..]);
    }

    [Fact]
    public async Task AWarningOfFraud_ComesWithThePayment()
    {
        await using var server = await EmulatorServer.StartAsync();
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_createIssuerFraudRecord", Confirm = true });

        var warning = Assert.Single(await server.Stripe.V1.Radar.EarlyFraudWarnings.ListAsync(new() { PaymentIntent = paid.Id }));

        Assert.True(warning.Actionable);
        Assert.Equal("radar.early_fraud_warning.created", (await server.EventTypesAsync())[^1]);
    }

    private static async Task<Dispute> DisputeAsync(EmulatorServer server, string card)
    {
        var paid = await server.Stripe.V1.PaymentIntents.CreateAsync(
            new() { Amount = 1_000, Currency = "usd", PaymentMethod = card, Confirm = true });
        return Assert.Single(await server.Stripe.V1.Disputes.ListAsync(new() { PaymentIntent = paid.Id }));
    }

    [Fact]
    public async Task EvidenceThatWasKept_IsSubmittedLater()
    {
        await using var server = await EmulatorServer.StartAsync();
        var api = server.Stripe.V1;
        await api.PaymentIntents.CreateAsync(new() { Amount = 500, Currency = "usd", PaymentMethod = "pm_card_createDispute", Confirm = true });
        var dispute = (await api.Disputes.ListAsync()).Single();

        var kept = await api.Disputes.UpdateAsync(dispute.Id, new() { Evidence = new() { ProductDescription = "Credits" }, Submit = false });
        var submitted = await api.Disputes.UpdateAsync(dispute.Id, new() { Submit = true });

        Assert.Equal(("needs_response", "not_submitted"), (kept.Status, kept.EvidenceDetails.SubmissionMethod));
        Assert.Equal(("under_review", "manual", "Credits"), (submitted.Status, submitted.EvidenceDetails.SubmissionMethod, submitted.Evidence.ProductDescription));
    }
}
