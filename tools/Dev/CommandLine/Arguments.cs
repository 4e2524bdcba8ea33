using System.Globalization;

namespace Dev.CommandLine;

/// <summary>What stands after the command's name: words, flags, and options with a value.</summary>
internal sealed class Arguments
{
    private readonly List<string> _words = [];
    private readonly HashSet<string> _flags = [];
    private readonly List<(string Name, string Value)> _options = [];

    /// <param name="arguments">As typed.</param>
    /// <param name="flags">Options that stand alone.</param>
    /// <param name="options">Options that take a value, after a space or an equals sign.</param>
    public static Arguments Parse(IReadOnlyList<string> arguments, string[] flags, string[] options)
    {
        var parsed = new Arguments();
        for (var index = 0; index < arguments.Count; index++)
        {
            var (name, value) = Split(arguments[index]);
            if (!name.StartsWith("--", StringComparison.Ordinal))
            {
                parsed._words.Add(arguments[index]);
            }
            else if (flags.Contains(name) && value is null)
            {
                parsed._flags.Add(name);
            }
            else if (!options.Contains(name))
            {
                throw new UsageException($"Unknown option {arguments[index]}.");
            }
            else if (value is null && index + 1 == arguments.Count)
            {
                throw new UsageException($"{name} needs a value.");
            }
            else
            {
                parsed._options.Add((name, value ?? arguments[++index]));
            }
        }

        return parsed;
    }

    public IReadOnlyList<string> Words => _words;

    public bool Has(string flag) => _flags.Contains(flag);

    public string? Value(string option) => _options.LastOrDefault(given => given.Name == option).Value;

    public IReadOnlyList<string> Values(string option) =>
        [.. _options.Where(given => given.Name == option).Select(given => given.Value)];

    public int? Number(string option, int atLeast, int atMost) => Value(option) switch
    {
        null => null,
        var text when int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= atLeast && number <= atMost => number,
        var text => throw new UsageException(
            string.Create(CultureInfo.InvariantCulture, $"{option} takes a number from {atLeast} to {atMost}, not {text}.")),
    };

    /// <summary>The only word, when there has to be exactly one.</summary>
    public string Word(string what) => _words.Count == 1 ? _words[0] : throw new UsageException($"Exactly one {what} is needed.");

    public void NoWords()
    {
        if (_words.Count > 0)
        {
            throw new UsageException($"Not understood: {string.Join(' ', _words)}");
        }
    }

    private static (string Name, string? Value) Split(string argument)
    {
        var at = argument.StartsWith("--", StringComparison.Ordinal) ? argument.IndexOf('=', StringComparison.Ordinal) : -1;
        return at < 0 ? (argument, null) : (argument[..at], argument[(at + 1)..]);
    }
}
