using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.TestClocks;

/// <summary>GET /v1/test_helpers/test_clocks/:id, and all of them.</summary>
internal static class RetrieveTestClock
{
    public static void MapRetrieveTestClock(this StripeRoutes api)
    {
        api.Map("GET", "/v1/test_helpers/test_clocks/{id}", ObjectNames.TestClock, Find);
        api.MapList(
            "/v1/test_helpers/test_clocks",
            ObjectNames.TestClock,
            _ => new ListFilter<TestClock>(Group: null, (_, _) => true),
            state => state.TestClocks);
    }

    public static TestClock Find(ApiCall call) =>
        call.State.TestClocks.Find(call.Id) ?? throw StripeError.NotFound(ObjectNames.TestClock, call.Id);
}
