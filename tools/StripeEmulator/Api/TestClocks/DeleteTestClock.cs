using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.TestClocks;

/// <summary>DELETE /v1/test_helpers/test_clocks/:id, with its customers.</summary>
internal static class DeleteTestClock
{
    public static void MapDeleteTestClock(this StripeRoutes api) =>
        api.Map("DELETE", "/v1/test_helpers/test_clocks/{id}", ObjectNames.TestClock, Apply);

    private static DeletedResource Apply(ApiCall call)
    {
        var clock = RetrieveTestClock.Find(call);
        call.Processes.TestClocks.Delete(clock, call.Cause);
        return new DeletedResource(ObjectNames.TestClock) { Id = clock.Id, Created = clock.Created };
    }
}
