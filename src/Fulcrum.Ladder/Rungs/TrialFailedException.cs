
namespace Fulcrum.Ladder.Rungs;

/// <summary>A trial cannot be carried out; the message stands in the report as its reason.</summary>
public sealed class TrialFailedException(string message, Exception? cause = null) : Exception(message, cause);
