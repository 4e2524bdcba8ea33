using System.Collections.Immutable;

namespace StripeEmulator.State;

/// <summary>What a caller wants done to metadata: merge these, delete those with an empty value, or clear all first.</summary>
internal sealed record MetadataChange(bool ClearsAll, ImmutableArray<KeyValuePair<string, string>> Entries)
{
    public const int KeysMax = 50;
    public const int KeyLengthMax = 40;
    public const int ValueLengthMax = 500;

    public static readonly MetadataChange None = new(ClearsAll: false, []);

    public static readonly ImmutableSortedDictionary<string, string> Empty =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public ImmutableSortedDictionary<string, string> ApplyTo(ImmutableSortedDictionary<string, string> current)
    {
        var merged = (ClearsAll ? Empty : current).ToBuilder();
        foreach (var (key, value) in Entries)
        {
            if (value.Length == 0)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value;
            }
        }

        return merged.ToImmutable();
    }
}
