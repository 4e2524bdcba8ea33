namespace Credits.Tests.Proofs;

internal static class Permutations
{
    /// <summary>Every order of the items.</summary>
    public static IEnumerable<IReadOnlyList<T>> Of<T>(IReadOnlyList<T> items)
        where T : class => items.Count == 0
        ? [[]]
        : items.SelectMany(first => Of([.. items.Where(other => other != first)]).Select(rest => (IReadOnlyList<T>)[first, .. rest]));
}
