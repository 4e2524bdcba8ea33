using System.Text;
using CsCheck;
using Stripe;
using Testing.Stripe;

namespace WebhookIngress.Tests;

/// <summary>The pure function, beside Stripe's own implementation.</summary>
public sealed class StripeSignatureTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Key = Encoding.UTF8.GetBytes(IngressApplication.Secret);

    [Fact]
    public void WhatStripesLibrarySigns_IsValid_WhateverTheBody() => Gen.String.Sample(body =>
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var signable = Encoding.UTF8.GetString(bytes);
        var header = EventUtility.GenerateSignatureHeader(signable, IngressApplication.Secret, Now.ToUnixTimeSeconds());

        return StripeSignature.Verify(bytes, header, [Key], Now) == SignatureVerdict.Valid;
    });

    [Fact]
    public void NoHeader_HoweverOdd_ThrowsOrPasses() => Gen.Select(Gen.String, Gen.OneOf(Gen.Const("t="), Gen.Const("v1="), Gen.Const("t=1,v1=")))
        .Sample((text, start) => StripeSignature.Verify("{}"u8, start + text, [Key], Now) != SignatureVerdict.Valid, iter: 10_000);

    [Fact]
    public void OneChangedByte_AnywhereInTheBody_IsInvalid() => Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, 199], Gen.Byte[1, 255])
        .Sample((body, position, change) =>
        {
            var header = Header(body);
            body[position % body.Length] ^= change;

            return StripeSignature.Verify(body, header, [Key], Now) == SignatureVerdict.Invalid;
        });

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void FiveMinutesAreTheLimit_EitherWay(int seconds, bool isTaken) => Assert.Equal(
        isTaken ? SignatureVerdict.Valid : SignatureVerdict.Stale,
        StripeSignature.Verify("{}"u8, SignedStripeEvent.Sign("{}", IngressApplication.Secret, Now.AddSeconds(seconds)), [Key], Now));

    private static string Header(byte[] body)
    {
        var seconds = Now.ToUnixTimeSeconds();
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{seconds}."), .. body];
        return $"t={seconds},v1={Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Key, signed))}";
    }

    [Fact]
    public void TheFixtureSignsAsStripeDoes()
    {
        var ours = SignedStripeEvent.Sign("{}", IngressApplication.Secret, Now);

        Assert.Equal(EventUtility.ComputeSignature(IngressApplication.Secret, $"{Now.ToUnixTimeSeconds()}", "{}"), ours.Split("v1=")[1]);
    }
}
