namespace Dev.Workspace;

/// <summary>Where everything lies: the checkout, and the directory that ./dev keeps its own files in.</summary>
internal sealed class Checkout
{
    private const string Solution = "PlaygroundCredits.slnx";

    private Checkout(string root, string devDirectory)
    {
        Root = root;
        DevDirectory = devDirectory;
    }

    public string Root { get; }

    /// <summary><c>.dev</c> in the checkout, or what DEV_DIR says: a second system beside the first.</summary>
    public string DevDirectory { get; }

    public string Artifacts => Path.Combine(Root, "artifacts");

    public string SettingsFile => InDevDirectory("env");

    public string StateFile => InDevDirectory("state.json");

    public string Logs => InDevDirectory("logs");

    public string Identity => InDevDirectory("identity");

    public string ClockFile => InDevDirectory("clock");

    public string Postgres => InDevDirectory("postgres");

    public string RabbitMq => InDevDirectory("rabbitmq");

    public string Programs => InDevDirectory("programs");

    public string TestResults => InDevDirectory("test-results");

    public static Checkout Find()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, Solution)))
        {
            directory = directory.Parent;
        }

        var root = directory?.FullName ?? throw new DevException($"No {Solution} above {AppContext.BaseDirectory}.");
        var devDirectory = Environment.GetEnvironmentVariable("DEV_DIR") is { Length: > 0 } given
            ? Path.GetFullPath(given)
            : Path.Combine(root, ".dev");
        Directory.CreateDirectory(devDirectory);
        return new Checkout(root, devDirectory);
    }

    public string InDevDirectory(string name) => Path.Combine(DevDirectory, name);
}
