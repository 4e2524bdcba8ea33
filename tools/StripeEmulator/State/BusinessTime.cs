namespace StripeEmulator.State;

/// <summary>
/// The time that work is done at: by the account's clock, or by the test clock of the customer it is for, and while something
/// planned is happening, at the moment it was planned for. Not safe by itself: callers hold <see cref="StripeState.Gate"/>.
/// </summary>
internal sealed class BusinessTime(EmulatorClock clock, ResourceStore<TestClock> testClocks)
{
    /// <summary>The moment at which something that was planned is happening; null is the clock's present.</summary>
    private long? _moment;

    /// <summary>The account's present while it stands still; null is the clock's.</summary>
    private long? _present;

    /// <summary>The test clock that work is done by; null is the account's clock.</summary>
    public string? TestClockId { get; private set; }

    /// <summary>In Unix seconds.</summary>
    public long Now => _moment ?? PresentOf(TestClockId);

    /// <summary>The present of a test clock, or of the account when it is null or gone.</summary>
    public long PresentOf(string? testClockId) =>
        testClockId is not null && testClocks.Find(testClockId) is { } found ? found.FrozenTime : _present ?? clock.BusinessSeconds;

    /// <summary>
    /// Lets the account's clock stand still until the answer is disposed: what one request makes is of one second, though the wall's
    /// may change while it is worked on, and its dates add up.
    /// </summary>
    public Pause StandStill()
    {
        var pause = new Pause(this, _present);
        _present ??= clock.BusinessSeconds;
        return pause;
    }

    /// <summary>Works by another clock until the answer is disposed; the one that is worked by already stays at its moment.</summary>
    public Stay On(string? testClockId)
    {
        var stay = new Stay(this, TestClockId, _moment);
        if (testClockId != TestClockId)
        {
            (TestClockId, _moment) = (testClockId, null);
        }

        return stay;
    }

    /// <summary>Works at the moment for which something was planned until the answer is disposed.</summary>
    public Stay At(Reminder due)
    {
        var stay = new Stay(this, TestClockId, _moment);
        (TestClockId, _moment) = (due.TestClockId, due.At);
        return stay;
    }

    /// <summary>A while in which the account's clock stands still.</summary>
    internal readonly struct Pause(BusinessTime time, long? presentBefore) : IDisposable
    {
        public void Dispose() => time._present = presentBefore;
    }

    /// <summary>A while by another clock.</summary>
    internal readonly struct Stay(BusinessTime time, string? clockBefore, long? momentBefore) : IDisposable
    {
        public void Dispose() => (time.TestClockId, time._moment) = (clockBefore, momentBefore);
    }
}
