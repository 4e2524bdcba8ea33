using System.ComponentModel.DataAnnotations;

namespace Credits.PromoCodes;

/// <summary>How much guessing of promo codes is put up with. Section <c>PromoCodes</c>.</summary>
public sealed class PromoCodeOptions
{
    public const string SectionName = "PromoCodes";

    /// <summary>Wrong codes that a user may enter within a window; until it ends, more are refused unread.</summary>
    [Range(1, 1_000)]
    public int GuessesMax { get; set; } = 10;

    /// <summary>How long a window lasts, from its first wrong code on.</summary>
    [Range(1, 24 * 60)]
    public int GuessWindowMinutes { get; set; } = 60;
}
