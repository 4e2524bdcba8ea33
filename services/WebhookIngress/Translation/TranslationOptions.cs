namespace WebhookIngress.Translation;

/// <summary>What an event means where the product leaves a choice. Section <c>Translation</c>.</summary>
internal sealed class TranslationOptions
{
    public const string SectionName = "Translation";

    /// <summary>True: a trial's period counts as begun, so it grants credits. False: nothing is granted until something is paid.</summary>
    public bool GrantOnTrial { get; set; }
}
