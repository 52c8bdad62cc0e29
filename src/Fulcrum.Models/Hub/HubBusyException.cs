using System.Net;

namespace Fulcrum.Models.Hub;

/// <summary>The server could not answer now.</summary>
/// <param name="message">What to tell the user.</param>
/// <param name="status">The HTTP status that the hub answered with.</param>
/// <param name="retryAfter">When it wants to be asked again, if it said so.</param>
internal sealed class HubBusyException(string message, HttpStatusCode status, TimeSpan? retryAfter) : HttpRequestException(message, null, status)
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
