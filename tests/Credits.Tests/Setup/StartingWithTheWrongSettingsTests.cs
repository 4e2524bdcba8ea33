using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Options;
using Testing;
using Testing.Identity;

namespace Credits.Tests.Setup;

/// <summary>A service that is set up wrongly does not start, and says which setting it is.</summary>
public sealed class StartingWithTheWrongSettingsTests
{
    private static readonly Dictionary<string, string> Good = new()
    {
        ["ConnectionStrings:Credits"] = "Host=127.0.0.1;Port=1;Username=nobody;Password=hidden-password",
        ["ConnectionStrings:RabbitMq"] = "amqp://guest:hidden-password@127.0.0.1:1/",
        ["Authentication:Issuer"] = "https://identity.example",
    };

    [Theory]
    [InlineData("ConnectionStrings:Credits", "")]
    [InlineData("ConnectionStrings:RabbitMq", "")]
    [InlineData("ConnectionStrings:RabbitMq", "http://hidden-password")]
    [InlineData("Authentication:Issuer", "")]
    [InlineData("Credits:SignupBonusCredits", "-1")]
    [InlineData("Outbox:BatchSize", "0")]
    [InlineData("Idempotency:KeyLifetimeHours", "0")]
    [InlineData("Messaging:ConfirmTimeoutMilliseconds", "1")]
    public void TheMessageNamesTheSetting_AndShowsNoSecret(string setting, string value)
    {
        var failure = Start("Production", (setting, value));

        Assert.Contains(setting.Split(':')[^1], failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-password", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public void ConveniencesOfDevelopment_CantBeSwitchedOnElsewhere(string environment)
    {
        Assert.Contains("DevelopmentJwksFile", Start(environment, ("Authentication:DevelopmentJwksFile", TestTokens.JwksFile)).Message, StringComparison.Ordinal);
        Assert.Contains("ClockFile", Start(environment, ("Development:ClockFile", "clock")).Message, StringComparison.Ordinal);
    }

    private static Exception Start(string environment, (string Setting, string Value) wrong)
    {
        var failure = RefusedStart.Of<Exception>(() =>
        {
            using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
            {
                host.UseEnvironment(environment);
                foreach (var (setting, value) in Good.Where(setting => setting.Key != wrong.Setting))
                {
                    host.UseSetting(setting, value);
                }
                host.UseSetting(wrong.Setting, wrong.Value);
            });
            factory.CreateClient();
        });
        Assert.True(failure is OptionsValidationException or InvalidOperationException, failure.ToString());
        return failure;
    }
}
