using System.Text.Json.Nodes;
using StripeEmulator.State;

namespace StripeEmulator.Api.Rendering;

/// <summary>A test clock as JSON.</summary>
internal static class TestClockJson
{
    public static JsonObject Render(TestClock clock) => new()
    {
        ["id"] = clock.Id,
        ["object"] = clock.ObjectName,
        ["created"] = clock.Created,
        ["deletes_after"] = clock.DeletesAfter,
        ["frozen_time"] = clock.FrozenTime,
        ["livemode"] = false,
        ["name"] = clock.Name,
        ["status"] = clock.Target is null ? "ready" : "advancing",
        ["status_details"] = clock.Target is not { } target
            ? new JsonObject()
            : new JsonObject { ["advancing"] = new JsonObject { ["target_frozen_time"] = target } },
    };
}
