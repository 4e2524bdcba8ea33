using System.Collections.Immutable;
using System.Globalization;
using StripeEmulator.State;

namespace StripeEmulator.Api.Requests;

/// <summary>
/// Typed access to a request's parameters. It remembers which were asked for, so that whatever is left at the end is
/// refused as unknown, as Stripe does.
/// </summary>
internal sealed class Parameters(FormNode node, ApiVersion version, string path = "")
{
    private const int TextLengthMax = 5_000;
    private const int ListLengthMax = 100;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly List<Parameters> _nested = [];

    public ApiVersion Version => version;

    public bool Has(string name) => node.Children.ContainsKey(name);

    /// <summary>A text as it was sent, unread: looking at it does not make its name known.</summary>
    public string? Peek(string name) => node.Children.GetValueOrDefault(name)?.Value;

    /// <summary>Names that Stripe knows and that change nothing here.</summary>
    public void Accept(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            _known.Add(name);
        }
    }

    /// <summary>Names that Stripe knows and that would make a difference here: better refused than ignored.</summary>
    /// <param name="what">What is not emulated; null names the parameter itself.</param>
    public void RefuseUncovered(string? what, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Has(name))
            {
                throw StripeError.NotEmulated(what ?? $"the parameter {NameOf(name)}", NameOf(name));
            }
        }
    }

    /// <summary>A text; null when absent or empty.</summary>
    public string? Text(string name, int lengthMax = TextLengthMax) => TextChange(name, lengthMax).Value;

    public string RequiredText(string name) => Text(name) ?? throw StripeError.MissingParameter(NameOf(name));

    public Change<string> TextChange(string name, int lengthMax = TextLengthMax)
    {
        if (Take(name) is not { } child)
        {
            return default;
        }

        if (!child.IsText)
        {
            throw StripeError.InvalidParameter($"Invalid string: {NameOf(name)}", NameOf(name));
        }

        return child.Value!.Length <= lengthMax
            ? new Change<string>(IsGiven: true, child.Value.Length == 0 ? null : child.Value)
            : throw StripeError.InvalidParameter(
                $"Invalid string: {NameOf(name)} must be at most {lengthMax} characters", NameOf(name), "parameter_invalid_string");
    }

    public string? OneOf(string name, params ReadOnlySpan<string> allowed) => OneOfChange(name, allowed).Value;

    public Change<string> OneOfChange(string name, params ReadOnlySpan<string> allowed)
    {
        var change = TextChange(name);
        return change.Value is null || allowed.Contains(change.Value)
            ? change
            : throw StripeError.InvalidParameter(
                $"Invalid {NameOf(name)}: must be one of {string.Join(", ", allowed.ToArray())}", NameOf(name));
    }

    public long? Integer(string name) =>
        Text(name) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw StripeError.InvalidParameter($"Invalid integer: {text}", NameOf(name), "parameter_invalid_integer");

    public long RequiredInteger(string name) => Integer(name) ?? throw StripeError.MissingParameter(NameOf(name));

    public bool? Flag(string name) => Text(name) switch
    {
        null => null,
        "true" => true,
        "false" => false,
        var text => throw StripeError.InvalidParameter($"Invalid boolean: {text}", NameOf(name)),
    };

    /// <summary>The members of a list; null when it is absent.</summary>
    public ImmutableArray<string>? List(string name, int countMax = ListLengthMax)
    {
        if (Take(name) is not { } child)
        {
            return null;
        }

        if (child.Children.Count > countMax || child.Children.Values.Any(item => !item.IsText) || !string.IsNullOrEmpty(child.Value))
        {
            throw StripeError.InvalidParameter($"Invalid array: {NameOf(name)} takes at most {countMax} texts", NameOf(name));
        }

        return [.. child.Children.Values.Select(item => item.Value!)];
    }

    /// <summary>The parameters inside <c>name[…]</c>; null when there are none, which is also how a caller empties it.</summary>
    public Parameters? Nested(string name)
    {
        if (Take(name) is not { Children.Count: > 0 } child)
        {
            return null;
        }

        var nested = new Parameters(child, version, NameOf(name));
        _nested.Add(nested);
        return nested;
    }

    /// <summary>The members of a list of sets, <c>name[0][…]</c>; null when it is absent.</summary>
    public IReadOnlyList<Parameters>? NestedList(string name, int countMax)
    {
        if (Take(name) is not { Children.Count: > 0 } child)
        {
            return null;
        }

        if (child.Children.Count > countMax || child.Children.Values.Any(member => member.IsText))
        {
            throw StripeError.InvalidParameter($"Invalid array: {NameOf(name)} takes at most {countMax} sets", NameOf(name));
        }

        var members = child.Children
            .Select(member => new Parameters(member.Value, version, $"{NameOf(name)}[{member.Key}]"))
            .ToList();
        _nested.AddRange(members);
        return members;
    }

    public MetadataChange Metadata()
    {
        if (Take("metadata") is not { } child)
        {
            return MetadataChange.None;
        }

        foreach (var (key, value) in child.Children)
        {
            var problem = !value.IsText ? "must be a text"
                : key.Length > MetadataChange.KeyLengthMax ? $"has a name of more than {MetadataChange.KeyLengthMax} characters"
                : value.Value!.Length > MetadataChange.ValueLengthMax ? $"has a value of more than {MetadataChange.ValueLengthMax} characters"
                : null;
            if (problem is not null)
            {
                throw StripeError.InvalidParameter($"Invalid metadata: metadata[{key}] {problem}", $"metadata[{key}]");
            }
        }

        return child.Children.Count > MetadataChange.KeysMax
            ? throw StripeError.TooMuchMetadata()
            : new MetadataChange(
                child.Value?.Length == 0, [.. child.Children.Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Value!))]);
    }

    /// <summary>To be called when everything was read.</summary>
    public void RefuseUnknown()
    {
        var unknown = node.Children.Keys.Where(name => !_known.Contains(name)).Select(NameOf).ToList();
        if (unknown.Count > 0)
        {
            throw StripeError.UnknownParameters(unknown);
        }

        foreach (var nested in _nested)
        {
            nested.RefuseUnknown();
        }
    }

    public string NameOf(string name) => path.Length == 0 ? name : $"{path}[{name}]";

    private FormNode? Take(string name)
    {
        _known.Add(name);
        return node.Children.GetValueOrDefault(name);
    }
}
