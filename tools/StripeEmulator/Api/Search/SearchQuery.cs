using System.Globalization;
using System.Text.RegularExpressions;
using StripeEmulator.Api.Requests;

namespace StripeEmulator.Api.Search;

/// <summary>
/// A query in Stripe's search language: <c>status:'succeeded' AND metadata['pack']:'starter'</c>. Its parts are joined by AND
/// (also unsaid) or by OR, never by both.
/// </summary>
internal sealed partial record SearchQuery(IReadOnlyList<SearchClause> Clauses, bool IsAnyEnough)
{
    private const string Parameter = "query";
    private const int ClausesMax = 10;
    private const int SubstringLengthMin = 3;

    public static SearchQuery Read(Parameters parameters, IReadOnlyCollection<string> fields)
    {
        var text = parameters.RequiredText(Parameter);
        var clauses = new List<SearchClause>();
        var joints = new HashSet<string>(StringComparer.Ordinal);
        var position = 0;
        while (position < text.Length)
        {
            var match = Clause().Match(text, position);
            if (!match.Success || match.Index != position)
            {
                throw Malformed(text[position..]);
            }

            if (clauses.Count > 0)
            {
                joints.Add(match.Groups["joint"].Success ? match.Groups["joint"].Value.ToUpperInvariant() : "AND");
            }
            else if (match.Groups["joint"].Success)
            {
                throw Malformed(text);
            }

            clauses.Add(ClauseOf(match, fields));
            position = match.Index + match.Length;
        }

        return (clauses.Count, joints.Count) switch
        {
            (0, _) => throw Malformed(text),
            (> ClausesMax, _) => throw StripeError.InvalidParameter($"A search query may have at most {ClausesMax} clauses.", Parameter),
            (_, > 1) => throw StripeError.InvalidParameter("A search query can't combine AND with OR.", Parameter),
            _ => new SearchQuery(clauses, joints.Contains("OR")),
        };
    }

    /// <param name="valueOf">The value of a field, of what may be found.</param>
    public bool Matches(Func<SearchClause, object?> valueOf) => IsAnyEnough
        ? Clauses.Any(clause => clause.Matches(valueOf(clause)))
        : Clauses.All(clause => clause.Matches(valueOf(clause)));

    private static SearchClause ClauseOf(Match match, IReadOnlyCollection<string> fields)
    {
        var (field, operation) = (match.Groups["field"].Value, match.Groups["operator"].Value);
        if (!fields.Contains(field))
        {
            throw StripeError.InvalidParameter($"Field `{field}` is an unsupported search field for this resource.", Parameter);
        }

        var text = match.Groups["quoted"] is { Success: true } quoted ? Escape().Replace(quoted.Value[1..^1], "$1") : match.Groups["bare"].Value;
        var isText = match.Groups["quoted"].Success;
        if (operation == "~" && text.Length < SubstringLengthMin)
        {
            throw StripeError.InvalidParameter($"A substring to search for must have at least {SubstringLengthMin} characters.", Parameter);
        }

        if (operation is not (":" or "~") && !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            throw StripeError.InvalidParameter($"`{operation}` compares numbers; `{text}` is none.", Parameter);
        }

        return new SearchClause(
            field,
            match.Groups["key"] is { Success: true } key ? key.Value : null,
            operation,
            isText || text != "null" ? text : null,
            match.Groups["not"].Success);
    }

    private static StripeError Malformed(string rest) => StripeError.InvalidParameter(
        $"We were unable to parse your search query near `{rest}`. Try using the format `metadata[\"key\"]:\"value\"` or `field:\"value\"`.",
        Parameter);

    [GeneratedRegex("""\s*(?:(?<joint>AND|OR)\s+)?(?<not>-)?(?<field>[a-z_][a-z0-9_.]*)(?:\['(?<key>[^']*)'\]|\["(?<key>[^"]*)"\])?\s*(?<operator>:|~|>=|<=|>|<)\s*(?:(?<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<bare>[^\s'"]+))\s*""", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Clause();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escape();
}

/// <summary>One condition of a query.</summary>
/// <param name="Key">Of metadata, which of it.</param>
/// <param name="Value">Null asks whether the field is there at all.</param>
internal sealed record SearchClause(string Field, string? Key, string Operator, string? Value, bool IsNegated)
{
    public bool Matches(object? value) => IsNegated != MatchesPlain(value);

    private bool MatchesPlain(object? value) => (Operator, value) switch
    {
        (":", null) => Value is null,
        (_, null) => false,
        (":", bool flag) => string.Equals(Value, flag ? "true" : "false", StringComparison.OrdinalIgnoreCase),
        (":", long number) => Value == number.ToString(CultureInfo.InvariantCulture),
        (":", string text) => string.Equals(Value, text, StringComparison.OrdinalIgnoreCase),
        ("~", string text) => text.Contains(Value!, StringComparison.OrdinalIgnoreCase),
        (_, long number) => Compare(number, long.Parse(Value!, CultureInfo.InvariantCulture)),
        _ => false,
    };

    private bool Compare(long number, long limit) => Operator switch
    {
        ">" => number > limit,
        ">=" => number >= limit,
        "<" => number < limit,
        _ => number <= limit,
    };
}
