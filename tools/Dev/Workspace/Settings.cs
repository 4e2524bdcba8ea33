using System.Globalization;
using LocalServers;

namespace Dev.Workspace;

/// <summary>What is chosen once and kept in <c>.dev/env</c>, readable by its owner only: ports, passwords, the local Stripe's keys.</summary>
internal sealed class Settings
{
    private const string PortPrefix = "PORT_";
    private const int PortBaseMin = 1024;
    private const int PortBaseMax = 65_000;
    private static readonly TimeSpan LockLimit = TimeSpan.FromSeconds(60);

    // With DEV_PORT_BASE each has its place; replicas follow after.
    private static readonly string[] PortOrder =
    [
        "gateway", "ingress", "billing", "credits", "stripe", "identity", "web", "postgres", "rabbitmq", "rabbitmq_management",
        "gateway_2", "gateway_3", "gateway_4", "ingress_2", "ingress_3", "ingress_4",
        "billing_2", "billing_3", "billing_4", "credits_2", "credits_3", "credits_4",
    ];

    private readonly Checkout _checkout;
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    private Settings(Checkout checkout) => _checkout = checkout;

    public static int ReplicasMax => 4;

    public int Port(string component, int replica = 1) => int.Parse(
        _values[PortPrefix + Name(component, replica).ToUpperInvariant()], CultureInfo.InvariantCulture);

    public string Url(string component, int replica = 1) =>
        string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port(component, replica)}");

    /// <summary>A password or key by its name, such as CREDITS_SERVICE_PASSWORD.</summary>
    public string Secret(string name) => _values[name];

    public static async Task<Settings> LoadAsync(Checkout checkout, CancellationToken cancellationToken)
    {
        // The file is replaced whole, so once it says everything it can be read without waiting for anybody.
        if (Complete(checkout) is (var known, false))
        {
            return known;
        }

        await using var held = await FileLock.TakeAsync(checkout.InDevDirectory("env.lock"), LockLimit, cancellationToken);
        var (settings, isChanged) = Complete(checkout);
        if (isChanged)
        {
            settings.Write();
        }

        return settings;
    }

    private static (Settings Settings, bool IsChanged) Complete(Checkout checkout)
    {
        var settings = new Settings(checkout);
        settings.Read();
        var before = settings._values.ToArray();
        settings.ChoosePorts();
        settings.ChooseSecrets();
        return (settings, !before.SequenceEqual(settings._values));
    }

    private static string Name(string component, int replica) =>
        replica == 1 ? component : string.Create(CultureInfo.InvariantCulture, $"{component}_{replica}");

    private void Read()
    {
        if (!File.Exists(_checkout.SettingsFile))
        {
            return;
        }

        foreach (var line in File.ReadLines(_checkout.SettingsFile))
        {
            if (line.Split('=', 2) is [var name, var value])
            {
                _values[name] = value;
            }
        }
    }

    private void Write() =>
        PrivateFiles.Write(_checkout.SettingsFile, string.Concat(_values.Select(value => $"{value.Key}={value.Value}\n")));

    private void ChoosePorts()
    {
        if (Environment.GetEnvironmentVariable("DEV_PORT_BASE") is { Length: > 0 } given)
        {
            PlacePorts(given);
            return;
        }

        var missing = PortOrder.Where(name => !_values.ContainsKey(PortPrefix + name.ToUpperInvariant())).ToArray();
        var free = FreePorts.Take(missing.Length);
        for (var index = 0; index < missing.Length; index++)
        {
            _values[PortPrefix + missing[index].ToUpperInvariant()] = free[index].ToString(CultureInfo.InvariantCulture);
        }
    }

    private void PlacePorts(string given)
    {
        if (!int.TryParse(given, CultureInfo.InvariantCulture, out var first) || first is < PortBaseMin or > PortBaseMax)
        {
            throw new DevException($"DEV_PORT_BASE must be a number from {PortBaseMin} to {PortBaseMax}, not {given}.");
        }

        for (var index = 0; index < PortOrder.Length; index++)
        {
            _values[PortPrefix + PortOrder[index].ToUpperInvariant()] = (first + index).ToString(CultureInfo.InvariantCulture);
        }
    }

    private void ChooseSecrets()
    {
        foreach (var database in new[] { "CREDITS", "BILLING" })
        {
            _values.TryAdd($"{database}_OWNER_PASSWORD", PrivateFiles.NewPassword());
            _values.TryAdd($"{database}_SERVICE_PASSWORD", PrivateFiles.NewPassword());
        }

        _values.TryAdd("STRIPE_SECRET_KEY", "sk_test_" + PrivateFiles.NewPassword());
        _values.TryAdd("STRIPE_PUBLISHABLE_KEY", "pk_test_" + PrivateFiles.NewPassword());
        _values.TryAdd("STRIPE_WEBHOOK_SECRET", "whsec_" + PrivateFiles.NewPassword());
    }
}
