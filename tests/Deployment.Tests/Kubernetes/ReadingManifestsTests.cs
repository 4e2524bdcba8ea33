using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace Deployment.Tests.Kubernetes;

public sealed partial class ReadingManifestsTests
{
    [Fact]
    public void EveryDocument_IsOfItsKind_AndHasNoUnknownField()
    {
        Assert.NotEmpty(Manifests.All);
        Assert.All(
            Manifests.Files,
            file => Assert.Equal(DocumentsIn(file), Manifests.All.Count(manifest => manifest.File == file)));
    }

    [Fact]
    public void AMisspeltField_IsRefused()
    {
        var right = Repository.Read("k8s/base/credits.yaml");
        var misspelt = right.Replace("readinessProbe:", "readynessProbe:", StringComparison.Ordinal);

        Assert.ThrowsAny<Exception>(() => Manifests.ReadStrictly(misspelt).ToList());
    }

    [Fact]
    public void Kustomizations_ListEveryFileBesideThem_AndNothingElse()
    {
        Assert.All(Kustomization.All.Where(kustomization => kustomization.Resources.Count > 0), kustomization =>
        {
            var beside = Directory.EnumerateFiles(Repository.PathOf(kustomization.Directory), "*.yaml").Select(Path.GetFileName)
                .Where(file => file != Kustomization.FileName);
            var listed = kustomization.Resources.Where(resource => resource.EndsWith(".yaml", StringComparison.Ordinal));
            Assert.Equal(beside.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Kustomizations_TakeInOnlyFoldersThatAreKustomizations_AndFilesThatExist()
    {
        Assert.All(Kustomization.All, kustomization =>
        {
            var folder = Repository.PathOf(kustomization.Directory);
            Assert.All(
                kustomization.Resources.Where(resource => !resource.EndsWith(".yaml", StringComparison.Ordinal)),
                resource => Assert.True(File.Exists(Path.Combine(folder, resource, Kustomization.FileName)), resource));
            Assert.All(
                kustomization.ConfigMapGenerator.SelectMany(generator => generator.Files),
                file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        });
    }

    [Fact]
    public void Patches_ChangeWhatExists()
    {
        Assert.All(Kustomization.All.SelectMany(kustomization => kustomization.Patches), patch =>
        {
            if (patch.IsOperations)
            {
                var name = new Regex($"^({patch.Target!.Name})$");
                var hits = Manifests.All.Count(manifest => manifest.Content.Kind == patch.Target.Kind && name.IsMatch(manifest.Name));
                Assert.Equal(patch.Target.Name.Split('|').Length, hits);
                return;
            }
            var parts = Manifests.ReadStrictly(patch.Content).Cast<IKubernetesObject<V1ObjectMeta>>();
            Assert.All(parts, part => Assert.Single(
                Manifests.All, manifest => (manifest.Content.Kind, manifest.Name) == (part.Kind, part.Metadata.Name)));
        });
    }

    private static int DocumentsIn(string file) => DocumentStart().Count(Repository.Read(file));

    [GeneratedRegex("^kind: ", RegexOptions.Multiline)]
    private static partial Regex DocumentStart();
}
