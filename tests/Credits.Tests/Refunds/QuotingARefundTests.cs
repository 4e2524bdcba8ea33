using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Credits.Tests.Refunds;

public sealed class QuotingARefundTests(CreditsApplication credits) : IClassFixture<CreditsApplication>
{
    [Fact]
    public async Task WhatIsUnspent_AndItsShareOfTheMoney_RoundedDown()
    {
        var (user, payment) = (await credits.UserWithAsync(), $"pi_{Guid.CreateVersion7():n}");
        await credits.PublishAsync(CreditsApplication.PaymentOf(user, 30, payment));
        await credits.ConsumedAllAsync();
        // The signup bonus goes first, and 10 of the pack stay.
        await credits.SpendAsync(user, 25);

        var quote = (await QuoteAsync(payment))!;

        var amount = (long)quote["amountCents"]!;
        Assert.Equal((30, 10, amount * 10 / 30), ((long)quote["credits"]!, (long)quote["unspentCredits"]!, (long)quote["refundCents"]!));
        Assert.Equal((user, false), ((string)quote["userId"]!, (bool)quote["isFrozen"]!));
    }

    [Fact]
    public async Task APaymentThatBroughtNothing_IsUnknown_AndOnlyAnOperatorMayAsk()
    {
        using var unknown = await credits.Operator().GetAsync(PathOf("pi_unknown"));
        await Expect.ProblemAsync(unknown, HttpStatusCode.NotFound, "payment_unknown");

        using var refused = await credits.ClientFor(CreditsApplication.NewUser()).GetAsync(PathOf("pi_unknown"));
        await Expect.ProblemAsync(refused, HttpStatusCode.Forbidden, "forbidden");
    }

    private Task<JsonNode?> QuoteAsync(string payment) => credits.Operator().GetFromJsonAsync<JsonNode>(PathOf(payment));

    private static string PathOf(string payment) => $"/api/v1/admin/credits/payments/{payment}/refund-quote";
}
