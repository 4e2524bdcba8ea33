using Contracts;

namespace WebhookIngress.Translation;

/// <summary>What an event is to us.</summary>
/// <param name="Messages">What it becomes; empty unless translated.</param>
/// <param name="Outcome">One of <see cref="StripeEventOutcome"/>.</param>
/// <param name="Detail">What is wrong with it, when malformed.</param>
internal sealed record TranslatedEvent(IReadOnlyList<object> Messages, string Outcome, string? Detail = null)
{
    public static TranslatedEvent NotOurs { get; } = new([], StripeEventOutcome.NotOurs);

    public static TranslatedEvent Unhandled { get; } = new([], StripeEventOutcome.Unhandled);

    public static TranslatedEvent Malformed(string detail) => new([], StripeEventOutcome.Malformed, detail);

    /// <param name="messages">None: the event is not about anything of ours.</param>
    public static TranslatedEvent Into(IReadOnlyList<object> messages) =>
        messages.Count > 0 ? new(messages, StripeEventOutcome.Translated) : NotOurs;
}
