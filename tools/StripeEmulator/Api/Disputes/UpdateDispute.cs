using StripeEmulator.Api.Rendering;
using StripeEmulator.Api.Requests;
using StripeEmulator.State;

namespace StripeEmulator.Api.Disputes;

/// <summary>
/// POST /v1/disputes/:id: evidence, submitted unless <c>submit=false</c>; <c>submit=true</c> also submits what was kept so. The text <c>winning_evidence</c> or
/// <c>losing_evidence</c> decides the dispute.
/// </summary>
internal static class UpdateDispute
{
    private const int EvidenceLengthMax = 20_000;

    public static void MapUpdateDispute(this StripeRoutes api) =>
        api.Map("POST", "/v1/disputes/{id}", ObjectNames.Dispute, Read, Apply);

    private static Request Read(Parameters parameters)
    {
        var evidence = parameters.Nested("evidence");
        evidence?.Accept("enhanced_evidence");
        evidence?.RefuseUncovered("appeals against a lost dispute", "appeal");
        var submits = parameters.Flag("submit");
        return new Request(
            [
                .. DisputeJson.EvidenceFields
                    .Select(name => (name, change: evidence?.TextChange(name, EvidenceLengthMax) ?? default))
                    .Where(field => field.change.IsGiven),
            ],
            submits ?? evidence is not null,
            parameters.OneOfChange("intended_submission_method", "manual", "prefer_manual", "prefer_smart_disputes", "smart_disputes"),
            parameters.Metadata());
    }

    private static Dispute Apply(ApiCall call, Request request)
    {
        var dispute = RetrieveDispute.FindOpen(call);
        var evidence = dispute.Evidence;
        foreach (var (name, change) in request.Evidence)
        {
            evidence = change.Value is { } text ? evidence.SetItem(name, text) : evidence.Remove(name);
        }

        return call.Processes.Disputes.Update(
            dispute,
            evidence,
            request.Metadata.ApplyWithinLimit(dispute.Metadata),
            request.Submits,
            request.IntendedMethod.Or(dispute.IntendedSubmissionMethod),
            call.Cause);
    }

    private sealed record Request((string Name, Change<string> Change)[] Evidence, bool Submits, Change<string> IntendedMethod, MetadataChange Metadata);
}
