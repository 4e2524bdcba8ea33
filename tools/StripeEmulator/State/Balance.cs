namespace StripeEmulator.State;

/// <summary>What the account has to its credit: always nothing, as payouts are no part of the emulator.</summary>
internal sealed record Balance : StripeResource
{
    public override string ObjectName => ObjectNames.Balance;
}
