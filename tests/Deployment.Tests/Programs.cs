namespace Deployment.Tests;

/// <summary>The programs that this repository ships as images, by image name, with the project each is built from.</summary>
internal static class Programs
{
    public const string ImagePrefix = "playground-credits/";

    /// <summary>Those that run all the time in production.</summary>
    public static IReadOnlyList<string> Services { get; } = ["gateway", "webhook-ingress", "billing", "credits"];

    public static IReadOnlyDictionary<string, string> Projects { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["gateway"] = "services/Gateway",
        ["webhook-ingress"] = "services/WebhookIngress",
        ["billing"] = "services/Billing",
        ["credits"] = "services/Credits",
        ["operator"] = "tools/Operator",
        ["stripe-emulator"] = "tools/StripeEmulator",
    };

    /// <summary>The image is one of ours.</summary>
    public static bool Are(string image) => image.StartsWith(ImagePrefix, StringComparison.Ordinal);
}
