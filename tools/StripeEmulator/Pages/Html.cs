using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace StripeEmulator.Pages;

/// <summary>A piece of HTML. Whatever is put into an interpolated one is encoded, unless it is HTML itself.</summary>
internal sealed record Html
{
    public static readonly Html None = Of($"");

    private readonly string _text;

    private Html(string text) => _text = text;

    public static Html Of(HtmlInterpolation text) => new(text.Finish());

    public override string ToString() => _text;
}

/// <summary>What makes <c>Html.Of($"…")</c> safe.</summary>
[InterpolatedStringHandler]
internal ref struct HtmlInterpolation(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + (formattedCount * 16));

    public readonly void AppendLiteral(string literal) => _text.Append(literal);

    public readonly void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public readonly void AppendFormatted(long value) => _text.Append(value.ToString(CultureInfo.InvariantCulture));

    public readonly void AppendFormatted(Html value) => _text.Append(value);

    public readonly void AppendFormatted(IEnumerable<Html> values) => _text.AppendJoin('\n', values);

    public readonly string Finish() => _text.ToString();
}
