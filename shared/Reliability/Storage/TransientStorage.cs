using Npgsql;

namespace Reliability.Storage;

/// <summary>Tells a storage that is away for a while from a statement that is wrong for ever.</summary>
public static class TransientStorage
{
    /// <summary>True when the same work may succeed later without anyone changing anything.</summary>
    /// <remarks>EF Core wraps the driver's exception, sometimes twice, so the whole chain is looked at.</remarks>
    public static bool IsTransient(Exception? exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is NpgsqlException { IsTransient: true } || IsShutdown(cause as PostgresException))
            {
                return true;
            }
        }
        return false;
    }

    // A server that goes down says so with a code of its own, which the driver does not count as transient.
    private static bool IsShutdown(PostgresException? exception) => exception?.SqlState
        is PostgresErrorCodes.AdminShutdown
        or PostgresErrorCodes.CrashShutdown
        or PostgresErrorCodes.CannotConnectNow
        or PostgresErrorCodes.LockNotAvailable;
}
