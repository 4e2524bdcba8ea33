using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Deployment.Tests.Compose;

/// <summary>docker-compose.yml or what is laid over it, before variables are put in; an unknown key is an error.</summary>
internal sealed class ComposeFile
{
    public const string BaseName = "docker-compose.yml";
    public const string DevelopmentName = "deploy/compose.development.yml";

    public static ComposeFile Base { get; } = Read(BaseName);
    public static ComposeFile Development { get; } = Read(DevelopmentName);

    public required Dictionary<string, ComposeService> Services { get; init; }

    private static ComposeFile Read(string file)
    {
        var merged = new DeserializerBuilder().Build()
            .Deserialize<Dictionary<string, object>>(new MergingParser(new Parser(new StringReader(Repository.Read(file)))));
        var services = new SerializerBuilder().DisableAliases().Build().Serialize(merged["services"]);
        var strict = new DeserializerBuilder()
            .WithNamingConvention(UnderscoredNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build();
        return new ComposeFile { Services = strict.Deserialize<Dictionary<string, ComposeService>>(services) };
    }
}

/// <summary>One service, with the keys that both generations of Compose understand and that are used here.</summary>
internal sealed class ComposeService
{
    public string Image { get; set; } = "";
    public ComposeBuild? Build { get; set; }
    public List<string> Command { get; set; } = [];
    public Dictionary<string, string> Environment { get; set; } = [];
    public List<string> Ports { get; set; } = [];
    public List<string> Networks { get; set; } = [];
    public List<string> Volumes { get; set; } = [];
    public List<string> Profiles { get; set; } = [];
    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];
    public Dictionary<string, object> Healthcheck { get; set; } = [];
    public Dictionary<string, object> Logging { get; set; } = [];
    public List<string> Tmpfs { get; set; } = [];
    public List<string> CapDrop { get; set; } = [];
    public List<string> SecurityOpt { get; set; } = [];
    public bool ReadOnly { get; set; }
    public string? Restart { get; set; }
    public string? Hostname { get; set; }
    public string? MemLimit { get; set; }
    public string? ShmSize { get; set; }
    public string? StopGracePeriod { get; set; }
    public int PidsLimit { get; set; }
}

internal sealed class ComposeBuild
{
    public string Context { get; set; } = "";
    public Dictionary<string, string> Args { get; set; } = [];
}

internal sealed class ComposeDependency
{
    public string Condition { get; set; } = "";
}
