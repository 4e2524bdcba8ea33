namespace Dev.Components;

/// <summary>How a replica is called in messages: the first by the component's name alone.</summary>
internal static class ReplicaName
{
    public static string Of(string component, int replica) =>
        replica == 1 ? component : FormattableString.Invariant($"{component} {replica}");
}
