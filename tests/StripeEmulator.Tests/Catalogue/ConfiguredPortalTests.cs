using Stripe.BillingPortal;

namespace StripeEmulator.Tests.Catalogue;

public sealed class ConfiguredPortalTests
{
    [Theory]
    [InlineData("from_start", 1)]
    [InlineData("when_needed", 0)]
    public async Task TheDefaultConfiguration_IsThereFromTheStart_WhereTheSettingSaysSo(string setting, int count)
    {
        await using var server = await EmulatorServer.StartAsync($"--Portal:DefaultConfiguration={setting}");

        var configurations = await server.Stripe.V1.BillingPortal.Configurations.ListAsync(new ConfigurationListOptions { IsDefault = true });

        Assert.Equal(count, configurations.Data.Count);
    }

    [Fact]
    public void AWrongOneIsNamed() => Assert.Contains(
        "Portal__DefaultConfiguration",
        Assert.Throws<SettingException>(() => EmulatorApplication.Build("--Portal:DefaultConfiguration=never")).Message,
        StringComparison.Ordinal);
}
