namespace StripeEmulator.Api.Requests;

/// <summary>A field of an update: left alone, emptied (the caller sent an empty text), or set.</summary>
internal readonly record struct Change<T>(bool IsGiven, T? Value)
    where T : class
{
    public T? Or(T? current) => IsGiven ? Value : current;
}
