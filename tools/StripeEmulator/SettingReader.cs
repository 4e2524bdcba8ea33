using System.Collections.Immutable;
using System.Globalization;

namespace StripeEmulator;

/// <summary>Reads single settings; a wrong one is named in the error as an environment variable is.</summary>
internal static class SettingReader
{
    private const int DelaysMax = 20;
    private const double DelaySecondsMax = 86_400 * 31;

    public static string? Text(this IConfiguration configuration, string name) =>
        configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    public static int Number(this IConfiguration configuration, string name, int fallback, int min, int max) =>
        configuration.Text(name) is not { } text ? fallback
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
            ? number
            : throw new SettingException(VariableOf(name), $"must be a whole number from {min} to {max}");

    public static string OneOf(this IConfiguration configuration, string name, string fallback, params string[] allowed) =>
        configuration.Text(name) is not { } text ? fallback
        : allowed.Contains(text) ? text
        : throw new SettingException(VariableOf(name), $"must be one of {string.Join(", ", allowed)}");

    /// <summary>Waits, comma separated, each in the unit given.</summary>
    public static ImmutableArray<TimeSpan> Delays(this IConfiguration configuration, string name, string fallback, TimeSpan unit)
    {
        var delays = Split(configuration.Text(name) ?? fallback)
            .Select(item =>
                double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out var units)
                    && units >= 0 && units * unit.TotalSeconds <= DelaySecondsMax
                    ? units * unit
                    : throw new SettingException(VariableOf(name), $"holds '{item}', which is no wait of up to a month"))
            .ToImmutableArray();

        return delays.Length <= DelaysMax
            ? delays
            : throw new SettingException(VariableOf(name), $"may hold at most {DelaysMax} waits");
    }

    public static Uri? Url(this IConfiguration configuration, string name) =>
        configuration.Text(name) is not { } text ? null
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw new SettingException(VariableOf(name), "must be an absolute http or https URL");

    public static ImmutableArray<string> Split(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    private static string VariableOf(string name) => name.Replace(":", "__", StringComparison.Ordinal);
}
