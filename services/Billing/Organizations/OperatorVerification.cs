using Billing.Persistence;
using Microsoft.EntityFrameworkCore;
using Reliability.Storage;

namespace Billing.Organizations;

/// <summary>An operator's word on an organization, kept with reason and name. Said twice is as good as once.</summary>
internal sealed class OperatorVerification(BillingDbContext database, UnitOfWork unitOfWork, TimeProvider time, ILogger<OperatorVerification> logger)
{
    /// <returns>False when there is no such organization.</returns>
    public Task<bool> DecideAsync(Guid organizationId, string kind, string reason, string operatorId, CancellationToken cancellationToken) =>
        unitOfWork.CommitAsync(
            async token =>
            {
                var isToBeVerified = kind == VerificationDecision.Verified;
                var now = time.GetUtcNow();
                var open = database.Set<Organization>().Where(row => row.Id == organizationId && row.ClosedAt == null);
                var changed = await open
                    .Where(row => (row.OperatorVerifiedAt != null) != isToBeVerified)
                    .ExecuteUpdateAsync(
                        update => update.SetProperty(row => row.OperatorVerifiedAt, isToBeVerified ? now : (DateTimeOffset?)null), token);
                if (changed == 0)
                {
                    return await open.AnyAsync(token);
                }
                database.Add(new VerificationDecision
                {
                    Id = Guid.CreateVersion7(),
                    OrganizationId = organizationId,
                    Kind = kind,
                    OperatorId = operatorId,
                    Reason = reason,
                    DecidedAt = now,
                });
                Log.VerificationDecided(logger, operatorId, organizationId, kind);
                return true;
            },
            cancellationToken);
}
