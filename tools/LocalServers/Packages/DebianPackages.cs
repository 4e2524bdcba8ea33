using LocalServers.Processes;

namespace LocalServers.Packages;

/// <summary>
/// Installs PostgreSQL and RabbitMQ from Debian's packages where they are missing, without starting either; and a browser for
/// tests of pages.
/// </summary>
public static class DebianPackages
{
    private static readonly TimeSpan LockLimit = TimeSpan.FromMinutes(10);

    // The packages would start a server and create a database cluster for the whole machine. policy-rc.d and RUNLEVEL
    // are Debian's ways to say no to the first, createcluster.conf to the second; what the machine has already stays.
    private const string InstallScript =
        """
        set -eu
        export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 RUNLEVEL=1
        policy=/usr/sbin/policy-rc.d
        cluster=/etc/postgresql-common/createcluster.conf
        made=
        trap 'rm -f $made' EXIT
        if [ ! -e "$policy" ]; then
            printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"; made=$policy
        fi
        if [ ! -e "$cluster" ]; then
            mkdir -p "${cluster%/*}"; echo 'create_main_cluster = false' >"$cluster"; made="$made $cluster"
        fi
        get() { apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::Retries=5 "$@"; }
        get install -y --no-install-recommends "$@" || { get update; get install -y --no-install-recommends "$@"; }
        """;

    public static Task EnsureAsync(CancellationToken cancellationToken) => EnsureAsync(progress: null, cancellationToken);

    /// <param name="progress">Told before anything is installed, in a sentence for people.</param>
    /// <param name="cancellationToken">Ends the wait for another installer. An installation under way is not broken off midway.</param>
    public static Task EnsureAsync(IProgress<string>? progress, CancellationToken cancellationToken) =>
        EnsureAsync(MissingServers, progress, cancellationToken);

    /// <summary>The program of the browser.</summary>
    public static async Task<string> ChromiumAsync(CancellationToken cancellationToken)
    {
        await EnsureAsync(MissingBrowser, progress: null, cancellationToken);
        return InstalledPrograms.Chromium;
    }

    /// <summary>npm with Node.js, wherever they come from.</summary>
    public static Task EnsureNpmAsync(CancellationToken cancellationToken) => EnsureAsync(MissingNpm, progress: null, cancellationToken);

    private static async Task EnsureAsync(
        Func<List<string>> findMissing, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (findMissing().Count == 0)
        {
            return;
        }

        await using var held = await LockAsync(cancellationToken);
        var missing = findMissing();
        if (missing.Count > 0)
        {
            progress?.Report($"Installing {string.Join(" and ", missing)} (Debian packages, nothing is started)");
            await InstallAsync(missing, findMissing, cancellationToken);
        }
    }

    private static List<string> MissingNpm() => InstalledPrograms.IsOnPath("npm") ? [] : ["npm"];

    private static List<string> MissingBrowser() => File.Exists(InstalledPrograms.Chromium) ? [] : ["chromium"];

    private static List<string> MissingServers()
    {
        var missing = new List<string>();
        if (InstalledPrograms.PostgresBinaries() is null)
        {
            missing.Add("postgresql");
        }

        if (!InstalledPrograms.HasRabbitMq)
        {
            missing.Add("rabbitmq-server");
        }

        return missing;
    }

    private static async Task InstallAsync(
        List<string> packages, Func<List<string>> findMissing, CancellationToken cancellationToken)
    {
        var byHand = $"Install it by hand: sudo apt-get update && sudo apt-get install {string.Join(' ', packages)}";
        if (!File.Exists("/usr/bin/apt-get"))
        {
            throw new LocalServerException(
                $"Missing: {string.Join(", ", packages)}. This machine has no apt-get, and only Debian's and Ubuntu's layout is known: "
                + "/usr/lib/postgresql/<version>/bin, /usr/lib/rabbitmq/bin/rabbitmq-server and /usr/bin/chromium.");
        }

        List<string> command = ["sh", "-c", InstallScript, "sh", .. packages];
        if (!Environment.IsPrivilegedProcess)
        {
            command.InsertRange(0, ["sudo", "-n"]);
            if (!File.Exists("/usr/bin/sudo") || !await SudoAnswersAsync(cancellationToken))
            {
                throw new LocalServerException($"Missing: {string.Join(", ", packages)}, and sudo would ask for a password. {byHand}");
            }
        }

        var result = await ShortProgram.RunAsync(command[0], command[1..], null, null, CancellationToken.None);
        if (result.ExitCode != 0 || findMissing().Count > 0)
        {
            var said = string.Join('\n', result.Said.Split('\n').TakeLast(15));
            throw new LocalServerException($"apt-get could not install {string.Join(", ", packages)}:\n{said}\n{byHand}");
        }
    }

    private static async Task<bool> SudoAnswersAsync(CancellationToken cancellationToken) =>
        (await ShortProgram.RunAsync("sudo", ["-n", "true"], null, null, cancellationToken)).ExitCode == 0;

    // A file lock: two test processes, or ./dev and a test, may find the packages missing at the same moment.
    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"playground-credits-packages-{Environment.UserName}.lock");
        FileStream? file = null;
        var taken = await Deadline.UntilAsync(() => (file = TryOpen(path)) is not null, LockLimit, cancellationToken);
        return taken ? file! : throw new LocalServerException($"Another process has held {path} for {LockLimit.TotalMinutes} minutes.");
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
