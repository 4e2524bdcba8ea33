using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using ServiceDefaults;

namespace Credits.Administration;

/// <summary>Which part of a list to show: from the start, or after an earlier answer's <c>nextCursor</c>.</summary>
public sealed record PageQuery(
    [property: FromQuery(Name = "limit"), Range(1, PageQuery.LimitMax)] int Limit = PageQuery.LimitDefault,
    [property: FromQuery(Name = "cursor"), StringLength(PageQuery.CursorLengthMax), PlainText] string? Cursor = null)
{
    public const int LimitMax = 100;
    public const int LimitDefault = 50;
    public const int CursorLengthMax = 300;
}

/// <summary>Part of a list, and where the next one starts; null at the end.</summary>
internal sealed record Page<TItem>(IReadOnlyList<TItem> Items, string? NextCursor)
{
    /// <param name="rows">One more than the limit where there are more.</param>
    /// <param name="limit">How many to show.</param>
    /// <param name="show">Makes a row what the caller sees.</param>
    /// <param name="cursorAfter">The cursor of what comes after a row.</param>
    public static Page<TItem> Of<TRow>(List<TRow> rows, int limit, Func<TRow, TItem> show, Func<TRow, string> cursorAfter) => new(
        [.. rows.Take(limit).Select(show)],
        rows.Count > limit ? cursorAfter(rows[limit - 1]) : null);
}

/// <summary>A place in a list that is newest first, which new rows don't shift. Opaque to clients.</summary>
internal sealed record TimeCursor(DateTimeOffset Moment, Guid Id)
{
    private const int IdLength = 16;

    /// <summary>Before everything: where a list starts.</summary>
    public static TimeCursor Start { get; } = new(DateTimeOffset.MaxValue, Guid.AllBitsSet);

    /// <returns>False when it is no cursor of ours.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out TimeCursor? cursor)
    {
        cursor = null;
        if (text is null)
        {
            cursor = Start;
            return true;
        }
        Span<byte> bytes = stackalloc byte[IdLength + sizeof(long)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done || length != bytes.Length)
        {
            return false;
        }
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes[IdLength..]);
        if (ticks < DateTimeOffset.MinValue.Ticks || ticks > DateTimeOffset.MaxValue.Ticks)
        {
            return false;
        }
        cursor = new TimeCursor(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(bytes[..IdLength], bigEndian: true));
        return true;
    }

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[IdLength + sizeof(long)];
        Id.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[IdLength..], Moment.UtcTicks);
        return Base64Url.EncodeToString(bytes);
    }

    public static ProblemHttpResult Invalid() =>
        Problems.Of(StatusCodes.Status400BadRequest, ErrorCodes.ValidationFailed, "cursor is a nextCursor of an earlier answer.");
}
