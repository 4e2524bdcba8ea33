namespace Billing;

/// <summary>How much a list answers at once.</summary>
internal static class Paging
{
    public const int LimitMax = 100;
    public const int LimitDefault = 50;
    public const int OffsetMax = 1_000_000;
}
