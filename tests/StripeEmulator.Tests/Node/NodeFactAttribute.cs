namespace StripeEmulator.Tests.Node;

/// <summary>A test that runs a script; skipped, and saying so, on a machine without Node.js.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    private static readonly string[] Needed = ["node", "npm"];

    public NodeFactAttribute()
    {
        if (Needed.FirstOrDefault(program => !IsInstalled(program)) is { } missing)
        {
            Skip = $"NOT TESTED WITH STRIPE-NODE: \"{missing}\" is not on the path. Install Node.js 20 or newer and run again.";
        }
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, program + ".cmd"))
                || File.Exists(Path.Combine(folder, program + ".exe")));
}
