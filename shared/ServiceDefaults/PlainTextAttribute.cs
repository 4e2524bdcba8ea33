using System.ComponentModel.DataAnnotations;

namespace ServiceDefaults;

/// <summary>Text without control characters but tabs and line ends: PostgreSQL stores no NUL, and the others help nobody.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class PlainTextAttribute() : ValidationAttribute("The field {0} must not contain control characters.")
{
    /// <inheritdoc />
    public override bool IsValid(object? value) => value is not string text || !text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
}
