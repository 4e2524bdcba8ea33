namespace StripeEmulator.State;

/// <summary>The one account there is.</summary>
internal sealed record Account : StripeResource
{
    public const string LocalId = "acct_1LocaLEmu0000000";

    public override string ObjectName => ObjectNames.Account;
}
