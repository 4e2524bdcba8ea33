namespace Operator.Doctor;

/// <summary>What a check found: well, or wrong and what to do about it.</summary>
internal sealed record Finding(bool IsWell, string What, string? Advice = null)
{
    public static Finding Well(string what) => new(IsWell: true, what);

    public static Finding Wrong(string what, string advice) => new(IsWell: false, what, advice);

    public override string ToString() => IsWell ? $"✓ {What}" : $"✗ {What}{System.Environment.NewLine}    {Advice}";
}
