using Dev.Workspace;

namespace Dev.Components;

/// <summary>A program of this solution that serves HTTP.</summary>
/// <param name="Name">As people type it.</param>
/// <param name="Project">The project's name, and its folder's.</param>
/// <param name="Folder">Its parent folder in the checkout.</param>
/// <param name="ReadyPath">Answers 200 when it can serve.</param>
internal sealed record DotnetProgram(string Name, string Project, string Folder, string ReadyPath = "/health/ready")
{
    public static IReadOnlyList<DotnetProgram> All { get; } =
    [
        new(ComponentNames.Stripe, "StripeEmulator", "tools", "/_emulator/health"),
        new(ComponentNames.Gateway, "Gateway", "services"),
        new(ComponentNames.Ingress, "WebhookIngress", "services"),
        new(ComponentNames.Billing, "Billing", "services"),
        new(ComponentNames.Credits, "Credits", "services"),
    ];

    public string ProjectDirectory(Checkout checkout) => Path.Combine(checkout.Root, Folder, Project);
}
