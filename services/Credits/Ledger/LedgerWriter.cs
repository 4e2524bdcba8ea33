using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;
using Reliability.IdempotencyKeys;
using Reliability.Storage;

namespace Credits.Ledger;

/// <summary>Everything that changes a balance as part of a larger unit of work: a consumed message, an operator's correction.</summary>
/// <remarks>
/// Spends and holds, of which there are many at a time, go through <see cref="LedgerQueue"/>. Both lock the account, decide on an
/// <see cref="AccountBook"/> and write what was decided; afterwards <see cref="LedgerVerifier"/> proves it.
/// </remarks>
internal sealed class LedgerWriter(
    DbContext database, UnitOfWork unitOfWork, KeyStatements keys, ResidentAccounts resident, TimeProvider time,
    IOptions<CreditsOptions> options)
{
    /// <summary>Opens the account with its bonus, if that was not done before.</summary>
    public Task OpenAsync(string userId, CancellationToken cancellationToken) =>
        ChangeAsync(userId, (_, _) => Task.FromResult(true), cancellationToken);

    /// <summary>Locks the account, opening it when it is new, lets the caller decide, and writes it.</summary>
    /// <param name="userId">Whose account.</param>
    /// <param name="decide">Runs under the lock, within the transaction.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    public Task<T> ChangeAsync<T>(
        string userId, Func<LedgerSession, AccountBook, Task<T>> decide, CancellationToken cancellationToken) =>
        ChangeAllAsync([userId], session => decide(session, session.Book(userId)), cancellationToken);

    /// <summary>The same for several accounts at once.</summary>
    /// <param name="userIds">Whose accounts.</param>
    /// <param name="decide">Runs under the locks, within the transaction.</param>
    /// <param name="cancellationToken">Rolls back.</param>
    /// <param name="withLots">False when most are decided without knowing their lots; for the others the session completes its books.</param>
    public Task<T> ChangeAllAsync<T>(
        string[] userIds, Func<LedgerSession, Task<T>> decide, CancellationToken cancellationToken, bool withLots = true) =>
        unitOfWork.CommitAsync(
            async token =>
            {
                var connection = (NpgsqlConnection)database.Database.GetDbConnection();
                var session = new LedgerSession(connection, options.Value, keys, time.GetUtcNow());
                await session.OpenAsync(new AccountSelection(userIds, [], withLots), [], token);
                var result = await decide(session);
                await session.WriteAsync([], token);
                foreach (var book in session.Books)
                {
                    resident.NoteChange(book.UserId);
                }
                return result;
            },
            cancellationToken);
}
