using Xunit;

namespace Testing;

/// <summary>What a program says that refuses to start.</summary>
public static class RefusedStart
{
    private const int TriesMax = 10;

    /// <summary>Starts a program, from a factory of its own each time, until what it refused for was heard.</summary>
    /// <remarks>
    /// The factory asks the program for its services while it starts. One that ends at once may be gone by then, and the factory
    /// then tells of that and not of the reason.
    /// </remarks>
    public static TRefusal Of<TRefusal>(Action start)
        where TRefusal : Exception
    {
        Exception? failure = null;
        for (var tries = 0; tries < TriesMax && failure is null or ObjectDisposedException; tries++)
        {
            failure = Assert.ThrowsAny<Exception>(start);
        }
        return Assert.IsAssignableFrom<TRefusal>(failure);
    }
}
