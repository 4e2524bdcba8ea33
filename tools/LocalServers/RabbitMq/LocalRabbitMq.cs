using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using LocalServers.Packages;
using LocalServers.Processes;

namespace LocalServers.RabbitMq;

/// <summary>A private RabbitMQ with its management interface on 127.0.0.1, as an ordinary process with its data in one directory.</summary>
public sealed class LocalRabbitMq
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ElectionLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan RequestLimit = TimeSpan.FromSeconds(5);

    private readonly RabbitMqDirectory _directory;

    private LocalRabbitMq(RabbitMqDirectory directory, int amqpPort, int managementPort, ServerProcess process)
    {
        _directory = directory;
        AmqpPort = amqpPort;
        ManagementPort = managementPort;
        Process = process;
    }

    public int AmqpPort { get; }

    public int ManagementPort { get; }

    /// <summary>The broker itself, not the script that started it.</summary>
    public ServerProcess Process { get; }

    public string LogFile => _directory.LogFile;

    /// <summary>The AMQP address, with user and password.</summary>
    public Uri Uri => new(string.Create(
        CultureInfo.InvariantCulture, $"amqp://{RabbitMqDirectory.User}:{_directory.Password}@127.0.0.1:{AmqpPort}/"));

    /// <summary>The management interface's address, with user and password.</summary>
    public Uri ManagementUri => new(string.Create(
        CultureInfo.InvariantCulture, $"http://{RabbitMqDirectory.User}:{_directory.Password}@127.0.0.1:{ManagementPort}/"));

    public static Task<LocalRabbitMq> StartAsync(
        string directory, int amqpPort, int managementPort, CancellationToken cancellationToken) =>
        StartAsync(directory, amqpPort, managementPort, guard: null, cancellationToken);

    /// <summary>Returns when it accepts AMQP and its management interface answers.</summary>
    public static async Task<LocalRabbitMq> StartAsync(
        string directory, int amqpPort, int managementPort, ProcessGuard? guard, CancellationToken cancellationToken)
    {
        if (!InstalledPrograms.HasRabbitMq)
        {
            throw new LocalServerException("RabbitMQ is not installed. Install it: sudo apt-get install rabbitmq-server");
        }

        var files = new RabbitMqDirectory(Path.GetFullPath(directory));
        Directory.CreateDirectory(files.Path);
        guard?.Remove(files.Path);
        await EndLeftoversAsync(files, cancellationToken);
        files.Write(amqpPort, managementPort);

        var ports = FreePorts.Take(2);
        ServerLauncher.Start(files.Epmd(ports[0]), guard);
        var logStart = QuorumQueueLeaders.EndOf(files.LogFile);
        var broker = ServerLauncher.Start(files.Broker(ports[0], ports[1]), guard);

        var server = new LocalRabbitMq(files, amqpPort, managementPort, broker);
        try
        {
            await server.WaitUntilReadyAsync(logStart, cancellationToken);
            return server;
        }
        catch
        {
            // Half a start leaves nothing running.
            await server.KillAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>One that an earlier call, also in another process, has started.</summary>
    public static LocalRabbitMq Attach(string directory, int amqpPort, int managementPort, ServerProcess process) =>
        new(new RabbitMqDirectory(Path.GetFullPath(directory)), amqpPort, managementPort, process);

    /// <summary>Only the addresses, for a server that may not run yet; its password is made now if there is none.</summary>
    public static LocalRabbitMq Describe(string directory, int amqpPort, int managementPort) =>
        Attach(directory, amqpPort, managementPort, new ServerProcess(0, 0));

    /// <summary>The orderly way: queues are closed and written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Process.StopAsync(Signal.Terminate, StopLimit, cancellationToken);
        await EndLeftoversAsync(_directory, cancellationToken);
    }

    /// <summary>SIGKILL to the broker, and to its helpers, which hold nothing.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await Process.KillAsync(cancellationToken);
        await EndLeftoversAsync(_directory, cancellationToken);
    }

    internal static IReadOnlyList<ServerProcess> ProcessesOf(string directory) =>
        ProcFiles.WorkingIn(directory, "epmd", "beam.smp", "erl_child_setup", "inet_gethost");

    // The broker's helpers notice its end by themselves, only late; the port mapper never does.
    private static async Task EndLeftoversAsync(RabbitMqDirectory files, CancellationToken cancellationToken)
    {
        foreach (var leftover in ProcessesOf(files.Path))
        {
            await leftover.KillAsync(cancellationToken);
        }
    }

    private async Task WaitUntilReadyAsync(long logStart, CancellationToken cancellationToken)
    {
        using var management = ManagementClient();
        var ready = await Deadline.UntilAsync(
            async () => !Process.IsAlive
                || (await AmqpProbe.AnswersAsync(AmqpPort, cancellationToken) && await AnswersAsync(management, cancellationToken)),
            StartLimit,
            cancellationToken);
        if (!ready || !Process.IsAlive)
        {
            throw new LocalServerException(
                $"RabbitMQ did not start on port {AmqpPort.ToString(CultureInfo.InvariantCulture)}:\n{LogTail.Read(LogFile)}");
        }

        // Without an answer in time the broker is used as it is: another version may log its elections otherwise.
        var leaders = new QuorumQueueLeaders(management, LogFile, logStart);
        await Deadline.UntilAsync(() => AreElectedAsync(leaders, cancellationToken), ElectionLimit, cancellationToken);
    }

    private HttpClient ManagementClient()
    {
        var client = new HttpClient { BaseAddress = new Uri(ManagementUri, "api/"), Timeout = RequestLimit };
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes(ManagementUri.UserInfo));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        return client;
    }

    private static async Task<bool> AnswersAsync(HttpClient management, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await management.GetAsync("whoami", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (IsNoAnswerYet(exception, cancellationToken))
        {
            return false;
        }
    }

    // Refused, or taken and not answered in time: a broker that starts on a busy machine does either.
    private static bool IsNoAnswerYet(Exception exception, CancellationToken cancellationToken) =>
        exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested;

    private static async Task<bool> AreElectedAsync(QuorumQueueLeaders leaders, CancellationToken cancellationToken)
    {
        try
        {
            return await leaders.AreElectedAsync(cancellationToken);
        }
        catch (Exception exception) when (IsNoAnswerYet(exception, cancellationToken))
        {
            return false;
        }
    }
}
