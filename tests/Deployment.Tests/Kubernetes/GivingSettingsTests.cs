using k8s.Models;

namespace Deployment.Tests.Kubernetes;

public sealed class GivingSettingsTests
{
    [Fact]
    public void EverySetting_IsOneThatTheProgramKnows() =>
        Assert.All(Manifests.Containers, container =>
        {
            var known = KnownSettings.Of(container.Image);
            Assert.All(SettingsOf(container), name => Assert.Contains(name, known.Required.Concat(known.Optional)));
        });

    [Fact]
    public void NoProgram_LacksASettingThatItNeeds() =>
        Assert.All(Manifests.Containers, container =>
            Assert.Empty(KnownSettings.Of(container.Image).Required.Except(SettingsOf(container))));

    [Fact]
    public void Secrets_HaveValuesInTheLocalOverlayAlone() =>
        Assert.All(Manifests.Of<V1Secret>(), entry =>
        {
            Assert.True(entry.Manifest.IsIn(Manifests.LocalFolder), entry.Manifest.ToString());
            // Plain to see, and plainly of no worth anywhere else.
            Assert.Null(entry.Content.Data);
            Assert.All(
                entry.Content.StringData.Where(pair => pair.Key != "user"),
                pair => Assert.Matches("local-?only", pair.Value));
        });

    [Fact]
    public void SecretSettings_ComeFromSecrets_NeverFromAManifest()
    {
        Assert.All(Manifests.Containers.SelectMany(container => container.Container.Env ?? []), variable =>
            Assert.Equal(KnownSettings.Secrets.Contains(variable.Name), variable.ValueFrom?.SecretKeyRef is not null));
        Assert.All(Manifests.Of<V1ConfigMap>(), entry => Assert.Empty(entry.Content.Data.Keys.Intersect(KnownSettings.Secrets)));
    }

    [Fact]
    public void TheBase_IsProduction_AndHasNothingOfDevelopment()
    {
        var settings = Manifests.Of<V1ConfigMap>()
            .Where(entry => entry.Manifest.IsIn(Manifests.BaseFolder))
            .SelectMany(entry => entry.Content.Data)
            .ToList();

        Assert.Equal("Production", Assert.Single(settings, pair => pair.Key == "ASPNETCORE_ENVIRONMENT").Value);
        Assert.DoesNotContain(settings, pair => pair.Key.Contains("Development", StringComparison.Ordinal));
        Assert.DoesNotContain(Manifests.Containers, container =>
            container.Image == "stripe-emulator" && !container.Owner.IsIn(Manifests.LocalFolder));
    }

    private static IEnumerable<string> SettingsOf(ManifestContainer container) =>
        (container.Container.Env ?? []).Select(variable => variable.Name)
            .Concat((container.Container.EnvFrom ?? []).SelectMany(Names))
            .Distinct();

    private static IEnumerable<string> Names(V1EnvFromSource source) => source.ConfigMapRef is { } map
        ? Manifests.Of<V1ConfigMap>().Where(entry => entry.Manifest.Name == map.Name).Select(entry => entry.Content)
            .Concat(PatchedConfigMaps().Where(patched => patched.Metadata.Name == map.Name))
            .SelectMany(content => content.Data.Keys)
        : Manifests.Named<V1Secret>(source.SecretRef.Name).StringData.Keys;

    private static IEnumerable<V1ConfigMap> PatchedConfigMaps() =>
        Kustomization.All.SelectMany(kustomization => kustomization.Patches)
            .Where(patch => !patch.IsOperations)
            .SelectMany(patch => Manifests.ReadStrictly(patch.Content))
            .OfType<V1ConfigMap>();
}
