namespace WebhookIngress.Tests;

/// <summary>The documents of <c>Bodies/</c>: what Stripe really sent, see the README there.</summary>
internal static class RealBodies
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Bodies");

    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!);

    public static string Read(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.json"));
}
