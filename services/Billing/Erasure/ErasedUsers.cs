using Billing.Chores;
using Billing.Customers;
using Billing.Persistence;
using Contracts;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults;

namespace Billing.Erasure;

/// <summary>Keeps an erased user from coming to life again by a token that is still good, or by a request that was under way.</summary>
internal sealed class ErasedUsers(BillingDbContext database, ChoreList chores)
{
    /// <summary>Inside a transaction: what is decided about this user comes before their erasure, or after it.</summary>
    public Task LockAsync(string userId, CancellationToken cancellationToken) => database.Database.ExecuteSqlAsync(
        $"SELECT pg_advisory_xact_lock(hashtextextended({$"user:{userId}"}, 0))", cancellationToken);

    public Task<bool> IsErasedAsync(string? userId, CancellationToken cancellationToken) =>
        database.Set<UserErasure>().AnyAsync(erasure => erasure.UserId == userId, cancellationToken);

    /// <exception cref="UserErasedException">The user is or is being erased.</exception>
    public async Task RefuseAsync(string? userId, CancellationToken cancellationToken)
    {
        if (await IsErasedAsync(userId, cancellationToken))
        {
            throw new UserErasedException();
        }
    }

    /// <summary>After something was made at Stripe for a payer: if they were erased meanwhile, that is erased too.</summary>
    /// <exception cref="UserErasedException">The user is or is being erased.</exception>
    public async Task EraseLatecomerAsync(Payer payer, CancellationToken cancellationToken)
    {
        if (payer.UserId is { } userId && await IsErasedAsync(userId, cancellationToken))
        {
            await chores.AddAsync(ChoreKinds.Erasure, userId, cancellationToken);
            throw new UserErasedException();
        }
    }
}

/// <summary>An erased user asked for something.</summary>
internal sealed class UserErasedException() : Exception("The user was erased.");

/// <summary>Answers 410 to a token that outlived its user.</summary>
internal sealed class UserErasedHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not UserErasedException)
        {
            return false;
        }
        await Problems.Of(StatusCodes.Status410Gone, ErrorCodes.UserErased, "The user was erased.").ExecuteAsync(context);
        return true;
    }
}
