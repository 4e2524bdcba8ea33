using System.Net.Mail;
using Billing.Customers;
using Billing.Persistence;
using Billing.Purchases;
using Billing.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Reliability.Storage;

namespace Billing.Users;

/// <summary>Finds users by what a mail, a receipt or Stripe's dashboard says of them.</summary>
internal sealed class UserSearch(BillingDbContext database, CustomerEmail email)
{
    public const int TextLengthMax = 512;

    private IQueryable<Customer> Users => database.Set<Customer>().AsNoTracking().Where(customer => customer.UserId != null);

    /// <summary>Whom a whole id or address names, and when it names nobody, all whose id begins so.</summary>
    public async Task<List<UserListed>> FindAsync(string? text, string? cursor, int count, CancellationToken cancellationToken)
    {
        if (text is null)
        {
            return await ListAsync(Users, cursor, count, cancellationToken);
        }
        var named = await NamedByAsync(text, cancellationToken);
        var beginning = LikePattern.BeginningWith(text);
        return await ListAsync(
            named.Count > 0
                ? Users.Where(customer => named.Contains(customer.UserId!))
                : Users.Where(customer => EF.Functions.Like(customer.UserId!, beginning, LikePattern.Escape)),
            cursor, count, cancellationToken);
    }

    private async Task<List<string>> NamedByAsync(string text, CancellationToken cancellationToken)
    {
        var purchaseId = Guid.TryParse(text, out var id) ? id : (Guid?)null;
        var byId = await Users.Where(customer => customer.StripeCustomerId == text).Select(customer => customer.UserId!)
            .Union(database.Set<Purchase>()
                .Where(purchase => purchase.Id == purchaseId || purchase.PaymentIntentId == text || purchase.CheckoutSessionId == text)
                .Select(purchase => purchase.UserId))
            .Union(database.Set<Subscription>()
                .Where(subscription => subscription.SubscriptionId == text || subscription.StripeCustomerId == text)
                .Select(subscription => subscription.UserId))
            .ToListAsync(cancellationToken);
        return byId.Count > 0 || !MailAddress.TryCreate(text, out _)
            ? byId
            : await email.CustomersWith(text).Where(customer => customer.UserId != null).Select(customer => customer.UserId!)
                .ToListAsync(cancellationToken);
    }

    private Task<List<UserListed>> ListAsync(
        IQueryable<Customer> found, string? cursor, int count, CancellationToken cancellationToken) => found
        .Where(customer => cursor == null || string.Compare(customer.UserId, cursor) > 0)
        .OrderBy(customer => customer.UserId)
        .Take(count)
        .Select(customer => new UserListed(
            customer.UserId!,
            customer.StripeCustomerId,
            database.Set<Purchase>().Count(purchase => purchase.UserId == customer.UserId),
            database.Set<Subscription>()
                .Where(subscription => subscription.UserId == customer.UserId)
                .OrderBy(subscription => SubscriptionStatuses.Over.Contains(subscription.Status))
                .ThenByDescending(subscription => subscription.CreatedAt)
                .Select(subscription => subscription.Status)
                .FirstOrDefault() ?? SubscriptionStatuses.None,
            customer.CreatedAt))
        .ToListAsync(cancellationToken);
}
