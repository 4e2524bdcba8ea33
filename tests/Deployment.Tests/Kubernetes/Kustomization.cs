using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Deployment.Tests.Kubernetes;

/// <summary>A kustomization.yaml, with the fields that this repository uses; any other is an error here.</summary>
internal sealed class Kustomization
{
    public const string FileName = "kustomization.yaml";

    public string ApiVersion { get; set; } = "";
    public string Kind { get; set; } = "";
    public string? Namespace { get; set; }
    public List<string> Resources { get; set; } = [];
    public List<Patch> Patches { get; set; } = [];
    public List<Generator> ConfigMapGenerator { get; set; } = [];

    [YamlIgnore]
    public string Directory { get; private set; } = "";

    /// <summary>Those below k8s/, and the one beside the database script that they take in.</summary>
    public static IReadOnlyList<Kustomization> All { get; } =
        [.. Repository.FilesBelow(Manifests.Folder, FileName).Append($"deploy/postgres/{FileName}").Select(Read)];

    private static Kustomization Read(string file)
    {
        var deserializer = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build();
        var kustomization = deserializer.Deserialize<Kustomization>(Repository.Read(file));
        kustomization.Directory = Path.GetDirectoryName(file)!;
        return kustomization;
    }

    internal sealed class Patch
    {
        public Target? Target { get; set; }

        [YamlMember(Alias = "patch")]
        public string Content { get; set; } = "";

        /// <summary>A list of operations, and not a part of a manifest.</summary>
        [YamlIgnore]
        public bool IsOperations => Content.StartsWith('-');
    }

    internal sealed class Target
    {
        public string Kind { get; set; } = "";

        /// <summary>A regular expression over the whole name.</summary>
        public string Name { get; set; } = "";
    }

    internal sealed class Generator
    {
        public string Name { get; set; } = "";
        public List<string> Files { get; set; } = [];
    }
}
