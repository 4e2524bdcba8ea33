using Credits.Persistence;
using Microsoft.Extensions.Options;

namespace Credits.PromoCodes;

/// <summary>Counts the wrong codes that a user enters, for all replicas together.</summary>
/// <remarks>Both run under the lock of the user's account, so of any number of guesses at once each is counted.</remarks>
internal sealed class GuessLimit(CreditsDbContext database, IOptions<PromoCodeOptions> options)
{
    private TimeSpan Window => TimeSpan.FromMinutes(options.Value.GuessWindowMinutes);

    /// <returns>How long the user has to wait; null when they may try.</returns>
    public async Task<TimeSpan?> WaitAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var guesses = await database.PromoGuesses.FindAsync([userId], cancellationToken);
        return guesses is not null && guesses.Failures >= options.Value.GuessesMax && guesses.WindowStartedAt + Window > now
            ? guesses.WindowStartedAt + Window - now
            : null;
    }

    /// <summary>Counts a wrong code. It is saved with the unit of work.</summary>
    public async Task CountAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var guesses = await database.PromoGuesses.FindAsync([userId], cancellationToken);
        if (guesses is null)
        {
            database.PromoGuesses.Add(new PromoGuesses { UserId = userId, WindowStartedAt = now, Failures = 1 });
        }
        else if (guesses.WindowStartedAt + Window <= now)
        {
            (guesses.WindowStartedAt, guesses.Failures) = (now, 1);
        }
        else
        {
            guesses.Failures++;
        }
    }
}
