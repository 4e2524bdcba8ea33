using Testing.Stripe;

namespace WebhookIngress.Tests.Fuzzing;

/// <summary>Headers that prove nothing, among others that do.</summary>
internal static class MutatedSignature
{
    /// <returns>The header; null for none. Most are good, so that what is behind them is reached.</returns>
    public static string? Of(byte[] body, Random random)
    {
        var now = TimeProvider.System.GetUtcNow();
        var good = SignedStripeEvent.Sign(body, IngressApplication.Secret, now);
        return random.Next(60) switch
        {
            0 => null,
            1 => "",
            2 => good[..random.Next(good.Length)],
            3 => good.Replace("v1=", "v0=", StringComparison.Ordinal),
            4 => SignedStripeEvent.Sign(body, "whsec_a_foreign_secret", now),
            5 => SignedStripeEvent.Sign(body, IngressApplication.Secret, now.AddDays(random.Next(-40, -1))),
            6 => string.Concat(Enumerable.Repeat(good + ",", random.Next(2, 40))),
            7 => good.Insert(random.Next(good.Length), ((char)random.Next(1, 0x2FF)).ToString()),
            8 => good.Replace("t=", "t=-", StringComparison.Ordinal),
            9 => $"t={new string('9', random.Next(1, 30))},v1={new string('0', 64)}",
            10 => $"{good},v1=zz,v0=,=,,",
            _ => good,
        };
    }
}
