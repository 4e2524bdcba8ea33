using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;

namespace ServiceDefaults;

/// <summary>Validates each access token once and remembers it for its life: checking a signature costs more than a spend.</summary>
/// <remarks>
/// Only what was found valid is kept, by the whole token, until the second at which it would be refused anyway. A signing key
/// that is withdrawn counts for tokens seen before until they expire, or the process is started anew.
/// </remarks>
internal sealed class ValidatedTokens(IOptions<AuthenticationSettings> settings) : IDisposable
{
    private const string Scheme = "Bearer ";

    private readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = settings.Value.TokenCacheSize });

    public JwtBearerEvents Events => new() { OnMessageReceived = FindAsync, OnTokenValidated = KeepAsync };

    public void Dispose() => cache.Dispose();

    private Task FindAsync(MessageReceivedContext context)
    {
        if (TokenOf(context.Request) is { } token
            && cache.TryGetValue(token, out Entry? entry) && entry!.GoodUntil > TimeProvider.System.GetUtcNow())
        {
            context.Principal = entry.Principal;
            context.Success();
        }
        return Task.CompletedTask;
    }

    private Task KeepAsync(TokenValidatedContext context)
    {
        if (TokenOf(context.Request) is { } token)
        {
            var goodUntil = new DateTimeOffset(context.SecurityToken.ValidTo, TimeSpan.Zero) + context.Options.TokenValidationParameters.ClockSkew;
            cache.Set(token, new Entry(context.Principal!, goodUntil), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = goodUntil });
        }
        return Task.CompletedTask;
    }

    // The token alone, as the handler cuts it out: in whatever case and with whatever spaces the scheme is written, it is one entry.
    private static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
    }

    private sealed record Entry(ClaimsPrincipal Principal, DateTimeOffset GoodUntil);
}
