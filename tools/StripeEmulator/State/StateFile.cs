using System.Text.Json;
using StripeEmulator.Api.Requests;

namespace StripeEmulator.State;

/// <summary>
/// Keeps the account in a file, when <c>--state FILE</c> names one: read at start, written a moment after each change and at the
/// end, always whole and under another name first, so that a crash leaves the file as it was a moment ago. With <c>--seed FILE</c>
/// an account begins with what another run has kept, and that file stays as it is.
/// </summary>
internal sealed class StateFile(
    StripeState state,
    EmulatorClock clock,
    IdempotencyStore idempotency,
    EmulatorSettings settings,
    TimeProvider time,
    ILogger<StateFile> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private (long Changes, long ClockOffsetSeconds) _saved;
    private SavedState? _seed;

    /// <summary>Reads the files, before the first request; a state that is not there yet is made.</summary>
    /// <exception cref="SettingException">A file can't be read as a state, or the state can't be written.</exception>
    public void Open()
    {
        _seed = settings.SeedFile is { } seed ? Read("--seed", seed) : null;
        if (settings.StateFile is not { } path)
        {
            Sow();
        }
        else
        {
            Begin(path);
            Save(path);
        }
    }

    /// <summary>Puts in what the seed holds, which is what an empty account begins with and a reset returns to.</summary>
    public void Sow()
    {
        if (_seed is { } seed)
        {
            Restore(seed);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (settings.StateFile is { } path)
        {
            TrySave(path);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.StateFile is not { } path)
        {
            return;
        }

        using var tick = new PeriodicTimer(Interval, time);
        while (await tick.WaitForNextTickAsync(stoppingToken))
        {
            TrySave(path);
        }
    }

    private void Begin(string path)
    {
        if (File.Exists(path))
        {
            Restore(Read("--state", path));
        }
        else
        {
            Sow();
        }
    }

    private void Restore(SavedState saved)
    {
        clock.OffsetSeconds = saved.ClockOffsetSeconds;
        state.Restore(saved);
        idempotency.Restore(saved.IdempotentAnswers);
    }

    private static SavedState Read(string setting, string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return SavedState.Read(file);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            throw new SettingException(setting, $"names a file that can't be read as a state of this emulator: {unreadable.Message}");
        }
    }

    private void Save(string path)
    {
        try
        {
            Write(path);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new SettingException("--state", $"names a file that can't be written: {unwritable.Message}");
        }
    }

    /// <summary>A full disk costs the file its freshness, not the emulator its life.</summary>
    private void TrySave(string path)
    {
        try
        {
            if (_saved != (state.Changes, clock.OffsetSeconds))
            {
                Write(path);
            }
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            logger.StateNotSaved(unwritable, path);
        }
    }

    private void Write(string path)
    {
        var saved = state.Save() with { ClockOffsetSeconds = clock.OffsetSeconds, IdempotentAnswers = idempotency.Save() };
        var fresh = path + ".new";
        using (var file = new FileStream(fresh, Private()))
        {
            saved.Write(file);
        }

        File.Move(fresh, path, overwrite: true);
        _saved = (saved.Changes, saved.ClockOffsetSeconds);
    }

    /// <summary>It holds signing secrets.</summary>
    private static FileStreamOptions Private()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
