using Microsoft.Extensions.Configuration;
using StripeEmulator.State;

namespace StripeEmulator.Tests.State;

public sealed class StandingStillTests
{
    [Fact]
    public void WhileARequestIsWorkedOn_EachLookAtTheClockIsTheSameSecond()
    {
        var settings = EmulatorSettings.Read(new ConfigurationBuilder().Build());
        var time = new BusinessTime(new EmulatorClock(new HurryingTime(), settings), new ResourceStore<TestClock>(1));
        long first, second;

        using (time.StandStill())
        {
            first = time.Now;
            using (time.StandStill())
            {
                second = time.Now;
            }

            Assert.Equal(second, time.Now);
        }

        Assert.Equal(first, second);
        Assert.NotEqual(first, time.Now);
    }

    /// <summary>A second goes by with each look, as it may on a machine that has much else to do.</summary>
    private sealed class HurryingTime : TimeProvider
    {
        private long _seconds;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(++_seconds);
    }
}
