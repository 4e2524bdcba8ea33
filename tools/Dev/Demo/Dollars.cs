namespace Dev.Demo;

/// <summary>Writes cents as people read them.</summary>
internal static class Dollars
{
    public static string Of(long cents) => FormattableString.Invariant($"${cents / 100}.{cents % 100:00}");
}
