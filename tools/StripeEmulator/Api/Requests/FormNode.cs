namespace StripeEmulator.Api.Requests;

/// <summary>A form parameter: a text, or a set of named children. A list is a set whose names are numbers.</summary>
internal sealed class FormNode
{
    public string? Value { get; set; }

    public OrderedDictionary<string, FormNode> Children { get; } = new(StringComparer.Ordinal);

    public bool IsText => Value is not null && Children.Count == 0;
}
