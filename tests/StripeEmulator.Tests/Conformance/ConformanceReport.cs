using System.Globalization;

namespace StripeEmulator.Tests.Conformance;

/// <summary>The table in the emulator's README: what of Stripe's types is there, and what is refused by name.</summary>
internal static class ConformanceReport
{
    private const string Heading = "## Conformance";
    private const int ListedMax = 12;

    public static string Table(LivedAccount account)
    {
        var (names, shapes) = (account.Names, account.Shapes);
        var lines = new List<string>
        {
            $"Measured against the types of `{names.Package}` by `tests/StripeEmulator.Tests/Conformance`, which says how to measure again.",
            "Fields: of those that an answer always has, how many are there, and of the others how many were seen. Expansions: how many of",
            "the fields that Stripe expands. Parameters: how many, nested ones included, are taken; the rest is refused by name, as",
            "`emulator_not_covered`, so that `parameter_unknown` always means a wrong name.",
            "",
            "| resource | operations | fields | others | expansions | parameters | operations not there | refused by name |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        };
        lines.AddRange(names.Resources
            .Where(resource => shapes.RequiredOf(resource.Object).All > 0)
            .Select(resource => Row(resource, account)));
        return string.Join('\n', lines);
    }

    /// <summary>The README with its section replaced by the table.</summary>
    public static string Replaced(string readme, string table)
    {
        var start = readme.IndexOf(Heading, StringComparison.Ordinal);
        var before = start < 0 ? readme.TrimEnd() + "\n\n" : readme[..start];
        var next = start < 0 ? -1 : readme.IndexOf("\n## ", start + Heading.Length, StringComparison.Ordinal);
        return $"{before}{Heading}\n{table}\n{(next < 0 ? "" : readme[next..])}";
    }

    private static string Row(NamedResource resource, LivedAccount account)
    {
        var probed = account.Probed.Where(operation => operation.Object == resource.Object).ToList();
        var expansions = account.Expansions.FirstOrDefault(expansions => expansions.Object == resource.Object);
        var taken = probed.Sum(operation => operation.Taken.Count);
        var refused = probed.Sum(operation => operation.Refused.Count);
        var unknown = probed.Sum(operation => operation.Unknown.Count);
        var missing = resource.Operations.Select(operation => operation.Name).Except(probed.Select(operation => operation.Name)).ToList();
        string[] cells =
        [
            $"`{resource.Object}`",
            resource.Operations.Length == 0 ? "" : Of(probed.Count, resource.Operations.Length),
            Of(account.Shapes.RequiredOf(resource.Object)),
            Of(account.Shapes.OptionalOf(resource.Object)),
            expansions is null ? "" : Of(expansions.Expanded.Count, expansions.Expanded.Count + expansions.Refused.Count),
            probed.Count == 0 ? "" : Of(taken, taken + refused + unknown),
            Named(missing),
            Named([.. probed.SelectMany(operation => operation.Refused.Concat(operation.RefusedValues)).Distinct().Order(StringComparer.Ordinal)]),
        ];
        return $"|{string.Concat(cells.Select(cell => cell.Length == 0 ? " |" : $" {cell} |"))}";
    }

    private static string Named(List<string> names) => names.Count > ListedMax
        ? $"{string.Join(", ", names.Take(ListedMax).Select(name => $"`{name}`"))} and {names.Count - ListedMax} more"
        : string.Join(", ", names.Select(name => $"`{name}`"));

    private static string Of((int Part, int All) count) => Of(count.Part, count.All);

    private static string Of(int part, int all) => string.Create(CultureInfo.InvariantCulture, $"{part}/{all}");
}
