using Microsoft.AspNetCore.Http.HttpResults;
using StripeEmulator.Processes;
using StripeEmulator.State;

namespace StripeEmulator.Control;

/// <summary>GET and POST /_emulator/clock: lets time pass. What becomes due has happened when the answer comes.</summary>
internal static class MoveClock
{
    public static void MapClock(this RouteGroupBuilder control)
    {
        control.MapGet("/clock", (EmulatorClock clock) => TypedResults.Ok(Shown(clock)));
        control.MapPost("/clock", MoveAsync);
    }

    private static async Task<Ok<ClockShown>> MoveAsync(
        HttpRequest request, StripeState state, EmulatorClock clock, Timekeeper timekeeper, CancellationToken cancellationToken)
    {
        var body = await ControlBody.ReadAsync(request, cancellationToken);
        var advance = body.Integer("advanceSeconds", 0, EmulatorClock.OffsetSecondsMax);
        var now = body.Integer("now", 0, long.MaxValue);
        var offset = body.Integer("offsetSeconds", -EmulatorClock.OffsetSecondsMax, EmulatorClock.OffsetSecondsMax);
        body.RefuseUnknown();
        if (new[] { advance, now, offset }.Count(given => given is not null) != 1)
        {
            throw new ControlRefusal("Give one of advanceSeconds, now and offsetSeconds.");
        }

        lock (state.Gate)
        {
            // What was due before belongs to the time before.
            timekeeper.CatchUp();
            Move(clock, advance ?? now - clock.BusinessSeconds, offset);
            timekeeper.CatchUp();
            return TypedResults.Ok(Shown(clock));
        }
    }

    private static void Move(EmulatorClock clock, long? advance, long? offset)
    {
        if (advance < 0)
        {
            throw new ControlRefusal("now lies in the past of the business clock; only offsetSeconds takes it back.");
        }

        var wanted = offset ?? clock.OffsetSeconds + advance!.Value;
        clock.OffsetSeconds = wanted <= EmulatorClock.OffsetSecondsMax
            ? wanted
            : throw new ControlRefusal($"The clock may be at most {EmulatorClock.OffsetSecondsMax} seconds ahead.");
    }

    private static ClockShown Shown(EmulatorClock clock)
    {
        var (wall, offset, fileOffset) = (clock.WallSeconds, clock.OffsetSeconds, clock.FileOffsetSeconds);
        return new ClockShown(wall + offset + fileOffset, wall, offset, fileOffset);
    }

    /// <param name="Now">Business time; the other times and offsets add up to it.</param>
    internal sealed record ClockShown(long Now, long Wall, long OffsetSeconds, long FileOffsetSeconds);
}
