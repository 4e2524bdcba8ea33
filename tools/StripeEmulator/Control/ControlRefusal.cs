namespace StripeEmulator.Control;

/// <summary>A control request that makes no sense. Thrown where that shows; the door of the control API turns it into an answer.</summary>
internal sealed class ControlRefusal(string message) : Exception(message);

/// <summary>What went wrong, for people.</summary>
internal sealed record ControlProblem(string Message);
