namespace Dev.Demo;

/// <summary>A new user's first look at the account opens it, with the signup bonus.</summary>
internal sealed class SigningIn : IChapter
{
    private const long SignupBonus = 5;

    public string Title => "Signing in";

    public async Task TellAsync(DemoStory story, CancellationToken cancellationToken)
    {
        DemoStory.Tell($"{story.User} signs in");
        DemoStory.Expect("the balance of a new account", SignupBonus, await story.BalanceAsync(cancellationToken));
        DemoStory.Tell($"the account is open, with {SignupBonus} credits as a welcome");
    }
}
