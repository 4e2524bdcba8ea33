using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace ServiceDefaults;

/// <summary>A clock that runs ahead of the wall by the whole seconds in a file, so that a month can pass in a test drive.</summary>
/// <remarks>Business time only: tokens and webhook signatures are judged by <see cref="TimeProvider.System"/>.</remarks>
internal sealed class DevelopmentClock(string file) : TimeProvider
{
    private static readonly TimeSpan RereadInterval = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private DateTimeOffset readAt = DateTimeOffset.MinValue;
    private TimeSpan offset;

    public override DateTimeOffset GetUtcNow()
    {
        var wall = base.GetUtcNow();
        lock (gate)
        {
            if (wall - readAt >= RereadInterval)
            {
                offset = ReadOffset() ?? offset;
                readAt = wall;
            }
            return wall + offset;
        }
    }

    // A file caught in the middle of a write keeps the last offset: the clock never jumps back.
    private TimeSpan? ReadOffset()
    {
        if (!File.Exists(file))
        {
            return TimeSpan.Zero;
        }
        return long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }
}

internal static class ClockSetup
{
    private const string ClockFileSetting = "Development:ClockFile";

    /// <summary>Registers the <see cref="TimeProvider"/>: the wall clock, or in Development one that a file moves.</summary>
    /// <exception cref="InvalidOperationException">The setting is present outside Development.</exception>
    public static void AddClock(this WebApplicationBuilder builder)
    {
        var file = builder.Configuration[ClockFileSetting];
        if (string.IsNullOrWhiteSpace(file))
        {
            builder.Services.TryAddSingleton(TimeProvider.System);
            return;
        }
        DevelopmentOnly.Require(builder.Environment, ClockFileSetting);
        builder.Services.TryAddSingleton<TimeProvider>(new DevelopmentClock(file));
    }
}

internal static class DevelopmentOnly
{
    /// <summary>Stops the process when a convenience of development is configured anywhere else.</summary>
    public static void Require(IHostEnvironment environment, string setting)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"{setting} is a development setting and must not be set in the environment '{environment.EnvironmentName}'.");
        }
    }
}
