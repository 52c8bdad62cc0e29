namespace Fulcrum.Workers.Protocol;

/// <summary>The worker is well, but this request failed; the message says why.</summary>
public sealed class WorkerRequestException(string message, Exception? cause = null) : Exception(message, cause);
