using System.Diagnostics;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dev.Tests;

public sealed class PrintingATokenTests(DevProcess dev) : IClassFixture<DevProcess>
{
    [Fact]
    public async Task Token_IsAllThatIsPrinted_AndSatisfiesTheJwksFileForAnHour()
    {
        var (exitCode, output, _) = await dev.RunAsync(
            "token", "ada", "--admin", "--scope", "credits:spend", "--scope", "other", "--email", "ada@example.test");
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(output.TrimEnd('\n'), new TokenValidationParameters
        {
            ValidIssuer = Issuer(),
            ValidAudience = "playground-credits",
            IssuerSigningKeys = new JsonWebKeySet(await File.ReadAllTextAsync(Path.Combine(dev.Directory, "identity", "jwks.json"))).GetSigningKeys(),
        });

        Assert.Equal(0, exitCode);
        Assert.True(result.IsValid, result.Exception?.Message);
        Assert.Equal("ada", result.Claims["sub"]);
        Assert.Equal("credits:spend other", result.Claims["scope"]);
        Assert.Equal("ada@example.test", result.Claims["email"]);
        var token = (JsonWebToken)result.SecurityToken;
        Assert.Equal(["admin"], token.GetPayloadValue<string[]>("role"));
        Assert.Equal(TimeSpan.FromHours(1), token.ValidTo - token.IssuedAt);
    }

    [Fact]
    public async Task Secrets_AreReadableByTheirOwnerOnly()
    {
        await dev.RunAsync("token", "ada");

        foreach (var file in new[] { "env", "identity/signing-key.pem" })
        {
            var mode = await Process.Start(new ProcessStartInfo("stat", ["-c", "%a", Path.Combine(dev.Directory, file)])
            {
                RedirectStandardOutput = true,
            })!.StandardOutput.ReadToEndAsync();
            Assert.Equal("600", mode.Trim());
        }
    }

    private string Issuer() => "http://127.0.0.1:" + File.ReadLines(Path.Combine(dev.Directory, "env"))
        .Single(line => line.StartsWith("PORT_IDENTITY=", StringComparison.Ordinal))["PORT_IDENTITY=".Length..];
}
