namespace Reports;

/// <summary>A share of something, to four places; of nothing there is none.</summary>
public static class Ratio
{
    private const int Places = 4;

    public static double? Of(long part, long whole) => whole == 0 ? null : Math.Round((double)part / whole, Places);
}
