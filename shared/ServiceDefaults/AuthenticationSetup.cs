using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace ServiceDefaults;

/// <summary>Access tokens, for the services that people and machines call with one.</summary>
public static class AuthenticationSetup
{
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(5);

    /// <summary>Trusts the tokens of the issuer in <see cref="AuthenticationSettings"/>.</summary>
    public static void AddTokenAuthentication(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<AuthenticationSettings>()
            .BindConfiguration(AuthenticationSettings.SectionName)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<IOptions<AuthenticationSettings>, ValidatedTokens>((bearer, settings, validated) =>
            {
                ConfigureBearer(bearer, settings.Value, builder.Environment);
                bearer.Events = validated.Events;
            });
        builder.Services.AddSingleton<ValidatedTokens>();

        if (!string.IsNullOrWhiteSpace(builder.Configuration[JwksFileSetting]))
        {
            DevelopmentOnly.Require(builder.Environment, JwksFileSetting);
        }
    }

    private const string JwksFileSetting = $"{AuthenticationSettings.SectionName}:{nameof(AuthenticationSettings.DevelopmentJwksFile)}";

    private static void ConfigureBearer(JwtBearerOptions bearer, AuthenticationSettings settings, IHostEnvironment environment)
    {
        bearer.MapInboundClaims = false;
        bearer.RequireHttpsMetadata = !environment.IsDevelopment();
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            RequireExpirationTime = true,
            ClockSkew = ClockSkewMax,
            NameClaimType = CurrentUser.SubjectClaim,
            RoleClaimType = CurrentUser.RoleClaim,
        };
        if (string.IsNullOrWhiteSpace(settings.DevelopmentJwksFile))
        {
            bearer.Authority = settings.Issuer;
            return;
        }
        var keys = new JsonWebKeySet(File.ReadAllText(settings.DevelopmentJwksFile));
        bearer.TokenValidationParameters.IssuerSigningKeys = keys.GetSigningKeys();
    }
}
