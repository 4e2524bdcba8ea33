using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.TestClocks;

/// <summary>POST /v1/test_helpers/test_clocks.</summary>
internal static class CreateTestClock
{
    private const int NameLengthMax = 300;

    /// <summary>What a date can hold, with years to spare for what is billed by the clock.</summary>
    public const long FrozenTimeMax = 4_102_444_800;

    public static void MapCreateTestClock(this StripeRoutes api) =>
        api.Map("POST", "/v1/test_helpers/test_clocks", ObjectNames.TestClock, Read, Apply);

    private static Request Read(Parameters parameters) => parameters.Has("customer")
        ? throw StripeError.NotEmulated("a test clock for a customer that is there already", "customer")
        : new Request(ReadTime(parameters), parameters.Text("name", NameLengthMax));

    public static long ReadTime(Parameters parameters) => parameters.RequiredInteger("frozen_time") switch
    {
        > 0 and <= FrozenTimeMax and var time => time,
        _ => throw StripeError.InvalidParameter("Invalid timestamp: must be an integer Unix timestamp", "frozen_time"),
    };

    private static TestClock Apply(ApiCall call, Request request) =>
        call.Processes.TestClocks.Create(request.FrozenTime, request.Name, call.Cause);

    private sealed record Request(long FrozenTime, string? Name);
}
