using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Stripe;
using Testing;
using Testing.Identity;
using Testing.Stripe;
using Xunit.Sdk;

namespace LocalServers.Tests;

public sealed class TestingToolsTests
{
    private const string Secret = "whsec_test_secret";

    [Fact]
    public void SignedEvent_SatisfiesStripesOwnCheck_AndReadsAsItsPaymentIntent()
    {
        var facts = PaymentIntentFacts.ForPack("user-1", "purchase-1", "medium", 250, 1000);

        var signed = SignedStripeEvent.PaymentIntentSucceeded(facts, Secret);

        EventUtility.ValidateSignature(signed.Body, signed.Signature, Secret);
        var intent = Assert.IsType<PaymentIntent>(EventUtility.ParseEvent(signed.Body, throwOnApiVersionMismatch: false).Data.Object);
        Assert.Equal(facts.PaymentIntentId, intent.Id);
        Assert.Equal("user-1", intent.Metadata["user_id"]);
        Assert.Equal(1000, intent.AmountReceived);
        Assert.Contains("\n  \"id\": ", signed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public void FailedPayment_TellsWhy_AndAnotherSecretDoesNotVerify()
    {
        var signed = SignedStripeEvent.PaymentIntentFailed(new PaymentIntentFacts { DeclineCode = "insufficient_funds" }, Secret);

        var intent = (PaymentIntent)EventUtility.ParseEvent(signed.Body, throwOnApiVersionMismatch: false).Data.Object;
        Assert.Equal("insufficient_funds", intent.LastPaymentError.DeclineCode);
        Assert.Equal(0, intent.AmountReceived);
        Assert.Throws<StripeException>(() => EventUtility.ValidateSignature(signed.Body, signed.Signature, "whsec_other"));
    }

    [Fact]
    public async Task Token_IsValidByTheJwksFile_AndAnExpiredOneIsNot()
    {
        var keys = new JsonWebKeySet(await System.IO.File.ReadAllTextAsync(TestTokens.JwksFile));
        var rules = new TokenValidationParameters
        {
            ValidIssuer = TestTokens.Issuer, ValidAudience = TestTokens.Audience, IssuerSigningKeys = keys.GetSigningKeys(),
        };
        var handler = new JsonWebTokenHandler();

        var good = await handler.ValidateTokenAsync(TestTokens.For("ada", ["credits:spend"], admin: true), rules);
        var late = await handler.ValidateTokenAsync(TestTokens.For("ada", expired: true), rules);

        Assert.True(good.IsValid, good.Exception?.Message);
        Assert.Equal("ada", good.Claims["sub"]);
        Assert.Equal("credits:spend", good.Claims["scope"]);
        Assert.IsType<SecurityTokenExpiredException>(late.Exception);
    }

    [Fact]
    public async Task Eventually_SaysWhatTheLastAttemptSaid()
    {
        var failure = await Assert.ThrowsAsync<XunitException>(() => Eventually.Async(
            () =>
            {
                Assert.Fail("the balance is 5");
                return Task.CompletedTask;
            },
            TimeSpan.FromMilliseconds(100)));

        Assert.Contains("the balance is 5", failure.Message, StringComparison.Ordinal);
    }
}
