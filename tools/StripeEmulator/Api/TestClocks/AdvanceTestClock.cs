using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.TestClocks;

/// <summary>POST /v1/test_helpers/test_clocks/:id/advance. The answer is on its way still; what falls due happens after it.</summary>
internal static class AdvanceTestClock
{
    public static void MapAdvanceTestClock(this StripeRoutes api) => api.Map(
        "POST", "/v1/test_helpers/test_clocks/{id}/advance", ObjectNames.TestClock, CreateTestClock.ReadTime, Apply);

    private static TestClock Apply(ApiCall call, long target)
    {
        var clock = RetrieveTestClock.Find(call);
        if (clock.Target is not null)
        {
            throw StripeError.Invalid("Test clock advancement underway - cannot perform modifications.");
        }

        if (target <= clock.FrozenTime)
        {
            throw StripeError.InvalidParameter(
                "The new frozen time must be after the test clock's current frozen time.", "frozen_time");
        }

        return target <= call.Processes.TestClocks.Limit(clock)
            ? call.Processes.TestClocks.Advance(clock, target, call.Cause)
            : throw StripeError.InvalidParameter(
                "You can't advance a test clock by more than two intervals of its shortest subscription at once, or by more than two "
                    + "years when it has none.",
                "frozen_time");
    }
}
