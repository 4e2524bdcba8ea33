using Contracts;
using Microsoft.AspNetCore.Http.HttpResults;
using ServiceDefaults;

namespace Billing.Organizations;

/// <summary>Why something about an organization is not done.</summary>
internal enum OrganizationRefusal
{
    NotFound,
    RoleInsufficient,
    MemberNotFound,
    AlreadyMember,
    LastOwner,
    Full,
    UserErased,
}

internal static class OrganizationProblems
{
    public static ProblemHttpResult Of(OrganizationRefusal refusal) => refusal switch
    {
        // Whoever does not belong to it learns nothing of it.
        OrganizationRefusal.NotFound => Problems.Of(
            StatusCodes.Status404NotFound, ErrorCodes.OrganizationNotFound, "There is no such organization, or you don't belong to it."),
        OrganizationRefusal.RoleInsufficient => Problems.Of(
            StatusCodes.Status403Forbidden, ErrorCodes.OrganizationRoleInsufficient, "Your role in the organization does not allow this."),
        OrganizationRefusal.MemberNotFound => Problems.Of(
            StatusCodes.Status404NotFound, ErrorCodes.MemberNotFound, "The organization has no such member."),
        OrganizationRefusal.AlreadyMember => Problems.Of(
            StatusCodes.Status409Conflict, ErrorCodes.AlreadyMember, "The user belongs to the organization already."),
        OrganizationRefusal.LastOwner => Problems.Of(
            StatusCodes.Status409Conflict, ErrorCodes.LastOwner, "An organization keeps an owner: make somebody else one first."),
        OrganizationRefusal.Full => Problems.Of(
            StatusCodes.Status409Conflict, ErrorCodes.OrganizationFull, "The organization has as many members as it may have."),
        _ => Problems.Of(StatusCodes.Status410Gone, ErrorCodes.UserErased, "The user was erased."),
    };
}
