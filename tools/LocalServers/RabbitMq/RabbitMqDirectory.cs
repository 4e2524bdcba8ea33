using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LocalServers.Packages;
using LocalServers.Processes;

namespace LocalServers.RabbitMq;

/// <summary>The files and settings of one private RabbitMQ.</summary>
internal sealed record RabbitMqDirectory(string Path)
{
    public const string User = "playground";

    // Erlang's distribution listens too, for the node's own tools; this keeps it, and every helper node, on the loopback.
    private const string LoopbackDistribution = "-kernel inet_dist_use_interface {127,0,0,1}";

    public string LogFile => InDirectory("rabbitmq.log");

    public string EpmdLogFile => InDirectory("epmd.log");

    public string Password => PrivateFiles.Password(InDirectory("password"));

    // Named for the directory, not the port: the data belongs to the name, and a port may change.
    private string NodeName =>
        $"pc-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..12]}@localhost";

    public void Write(int amqpPort, int managementPort)
    {
        Directory.CreateDirectory(InDirectory("home"));
        PrivateFiles.Write(
            InDirectory("rabbitmq.conf"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                listeners.tcp.1 = 127.0.0.1:{amqpPort}
                management.tcp.ip = 127.0.0.1
                management.tcp.port = {managementPort}
                default_user = {User}
                default_pass = {Password}
                default_user_tags.administrator = true
                # Numbers of the management interface at most a second old.
                collect_statistics_interval = 1000
                # Quorum queues preallocate their log; half a gigabyte is too much for a workplace.
                raft.wal_max_size_bytes = 67108864

                """));
        File.WriteAllText(InDirectory("enabled_plugins"), "[rabbitmq_management].\n");

        // With this the start script replaces itself by the broker, whose process id is then the one we started.
        File.WriteAllText(InDirectory("rabbitmq-env.conf"), "detached=true\n");
    }

    public ServerStart Epmd(int epmdPort) => new()
    {
        Program = InstalledPrograms.Epmd,
        Environment = EpmdEnvironment(epmdPort),
        WorkingDirectory = Path,
        LogFile = EpmdLogFile,
    };

    public ServerStart Broker(int epmdPort, int distributionPort) => new()
    {
        Program = InstalledPrograms.RabbitMqServer,
        Environment = new Dictionary<string, string?>(EpmdEnvironment(epmdPort))
        {
            ["HOME"] = InDirectory("home"),
            ["ERL_AFLAGS"] = LoopbackDistribution,
            ["RABBITMQ_NODENAME"] = NodeName,
            ["RABBITMQ_MNESIA_BASE"] = InDirectory("mnesia"),
            ["RABBITMQ_LOG_BASE"] = InDirectory("log"),
            ["RABBITMQ_LOGS"] = "-",
            ["RABBITMQ_CONFIG_FILE"] = InDirectory("rabbitmq.conf"),
            ["RABBITMQ_CONF_ENV_FILE"] = InDirectory("rabbitmq-env.conf"),
            ["RABBITMQ_ADVANCED_CONFIG_FILE"] = InDirectory("advanced.config"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = InDirectory("enabled_plugins"),
            ["RABBITMQ_DIST_PORT"] = distributionPort.ToString(CultureInfo.InvariantCulture),
        },
        WorkingDirectory = Path,
        LogFile = LogFile,
    };

    private static Dictionary<string, string?> EpmdEnvironment(int epmdPort) => new()
    {
        ["ERL_EPMD_PORT"] = epmdPort.ToString(CultureInfo.InvariantCulture),
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
    };

    private string InDirectory(string name) => System.IO.Path.Combine(Path, name);
}
