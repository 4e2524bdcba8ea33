using k8s;
using k8s.Models;

namespace Deployment.Tests.Kubernetes;

/// <summary>One document of one file below k8s/.</summary>
internal sealed record Manifest(string File, IKubernetesObject<V1ObjectMeta> Content)
{
    public string Name => Content.Metadata.Name;

    public bool IsIn(string folder) => File.StartsWith(folder, StringComparison.Ordinal);

    public override string ToString() => $"{File}: {Content.Kind} {Name}";
}

/// <summary>A container with the pod it runs in.</summary>
internal sealed record ManifestContainer(Manifest Owner, V1PodSpec Pod, V1Container Container)
{
    public string Image => KnownSettings.NameOf(Container.Image);

    /// <summary>A Job's container ends by itself and answers nobody.</summary>
    public bool Serves => Owner.Content is not V1Job;

    public override string ToString() => $"{Owner}, container {Container.Name}";
}

/// <summary>Every manifest, read the strict way: an unknown or repeated field is an error.</summary>
internal static class Manifests
{
    public const string Folder = "k8s";
    public const string BaseFolder = "k8s/base/";

    /// <summary>The one folder whose Secrets have values.</summary>
    public const string LocalFolder = "k8s/overlays/local/";

    public static IReadOnlyList<string> Files { get; } =
        [.. Repository.FilesBelow(Folder, "*.yaml").Where(file => Path.GetFileName(file) != Kustomization.FileName)];

    public static IReadOnlyList<Manifest> All { get; } = [.. Files.SelectMany(Read)];

    public static IReadOnlyList<ManifestContainer> Containers { get; } =
        [.. All.SelectMany(manifest => PodOf(manifest.Content) is { Spec: var pod }
            ? pod.Containers.Concat(pod.InitContainers ?? []).Select(container => new ManifestContainer(manifest, pod, container))
            : [])];

    public static IEnumerable<(Manifest Manifest, T Content)> Of<T>()
        where T : class =>
        All.Where(manifest => manifest.Content is T).Select(manifest => (manifest, (T)(object)manifest.Content));

    /// <summary>The only one of its kind and name.</summary>
    public static T Named<T>(string name)
        where T : class =>
        Assert.Single(Of<T>(), entry => entry.Manifest.Name == name).Content;

    /// <summary>The template of the pods that a workload makes; null for anything that makes none.</summary>
    public static V1PodTemplateSpec? PodOf(object content) => content switch
    {
        V1Deployment deployment => deployment.Spec.Template,
        V1StatefulSet set => set.Spec.Template,
        V1Job job => job.Spec.Template,
        _ => null,
    };

    public static IEnumerable<object> ReadStrictly(string yaml) =>
        KubernetesYaml.LoadAllFromString(yaml, typeMap: null, strict: true);

    private static IEnumerable<Manifest> Read(string file) =>
        ReadStrictly(Repository.Read(file)).Select(content => new Manifest(file, (IKubernetesObject<V1ObjectMeta>)content));
}
