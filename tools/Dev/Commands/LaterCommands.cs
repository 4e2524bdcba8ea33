using Dev.CommandLine;

namespace Dev.Commands;

/// <summary>Commands that have their name and their place, and come with a later part of the product.</summary>
internal static class LaterCommands
{
    public static IReadOnlyList<Command> All { get; } =
    [
        Later("doctor", "", "Says what is wrong with a Stripe set-up (comes later)"),
        Later("stripe-setup", "", "Creates products, prices and the webhook endpoint (comes later)"),
    ];

    private static Command Later(string name, string usage, string does) => new(name, usage, does, (_, _) =>
    {
        Console.Error.WriteLine($"./dev {name} comes with a later version.");
        return Task.FromResult(ExitCodes.Usage);
    });
}
